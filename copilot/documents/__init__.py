"""Official texts from files: read .md .txt .docx .pdf .html safely, split them into 章, 节, 条, 款, 项."""
