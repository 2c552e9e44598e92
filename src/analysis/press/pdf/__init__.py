"""The document as a PDF, set by Typst."""
