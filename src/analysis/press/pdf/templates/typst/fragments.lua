-- Reads many small texts of a report in one run of pandoc.
-- Input: a JSON list of texts in Markdown. Output: one Div for each of them, in order.
-- Splitting here and not by marks in the text: no text can pass for a mark.

local HTML = "html"
-- `smart` makes typographic quotes and dashes of typed ones: for our own prose only. The cells of
-- tables, which hold quotes of sources, are not read here.
local MARKDOWN = "commonmark+pipe_tables+strikeout+tex_math_dollars+raw_html+smart"

-- Typst has its own mathematics, and only pandoc can translate TeX into it.
local function translate_math(math)
  local document = pandoc.Pandoc({ pandoc.Plain({ math }) })
  local typst = pandoc.write(document, "typst"):gsub("%s+$", "")
  return pandoc.Span({}, pandoc.Attr("", { "math" }, { typst = typst, tex = math.text }))
end

local filter = {
  Math = translate_math,
  RawBlock = function(raw)
    if raw.format == HTML then
      return pandoc.read(raw.text, HTML).blocks
    end
  end,
}

function Reader(sources)
  local divs = {}
  for _, text in ipairs(pandoc.json.decode(tostring(sources), false)) do
    local document = pandoc.read(text .. "\n", MARKDOWN):walk(filter)
    divs[#divs + 1] = pandoc.Div(document.blocks)
  end
  return pandoc.Pandoc(divs)
end
