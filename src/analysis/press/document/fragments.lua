-- Reads many small texts of a document in one run of pandoc.
-- Input: JSON {texts, formulas, smart}: texts in Markdown, formulas {tex, paper, display}. Output: one Div
-- for each text in order, then one for each formula with its Typst and MathML as attributes.
-- Splitting here and not by marks in the text: no text can pass for a mark.

-- `smart` makes typographic quotes and dashes of typed ones: for our own prose only. What others
-- wrote is not changed, and the cells of our tables, which quote sources, are not read here.
local MARKDOWN = "commonmark+pipe_tables+strikeout+raw_html+footnotes+task_lists+definition_lists"
  .. "+autolink_bare_uris+alerts+attributes+fenced_divs"

local function formula(given)
  local function document(tex)
    local math = pandoc.Math(given.display and "DisplayMath" or "InlineMath", tex)
    return pandoc.Pandoc({ pandoc.Plain({ math }) })
  end
  local typst = pandoc.write(document(given.paper), "typst"):gsub("%s+$", "")
  local html = pandoc.write(
    document(given.tex), "html", { html_math_method = "mathml", wrap_text = "none" }
  )
  return pandoc.Div({}, pandoc.Attr("", {}, { typst = typst, html = html }))
end

function Reader(sources)
  local given = pandoc.json.decode(tostring(sources), false)
  local format = MARKDOWN .. (given.smart and "+smart" or "")
  local divs = {}
  for _, text in ipairs(given.texts) do
    divs[#divs + 1] = pandoc.Div(pandoc.read(text .. "\n", format).blocks)
  end
  for _, one in ipairs(given.formulas) do
    divs[#divs + 1] = formula(one)
  end
  return pandoc.Pandoc(divs)
end
