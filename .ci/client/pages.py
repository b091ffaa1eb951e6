"""Runs the Python of pages and a notebook against a running instance.

Usage: pages.py PAGE.md...          runs the blocks of each page that are marked as Python, as one program
       pages.py --notebook FILE     runs a notebook, which must be stored without outputs

The instance is the one that Client.local() finds.
"""

import json
import pathlib
import sys
import tempfile


def blocks_of(page: pathlib.Path) -> tuple[str, int]:
    """The program of a page, in which each line has the number that it has in the page, and of how many blocks it is."""
    program: list[str] = []
    blocks = 0
    inside = False
    for line in page.read_text(encoding="utf-8").splitlines():
        if line == "```python":
            inside, blocks = True, blocks + 1
        elif line == "```":
            inside = False
        program.append(line if inside and line != "```python" else "")
    return "\n".join(program), blocks


def run_page(page: pathlib.Path) -> None:
    program, blocks = blocks_of(page)
    if not blocks:
        sys.exit(f"{page} has no Python")
    print(f"-- {page}: {blocks} blocks", flush=True)
    exec(compile(program, str(page), "exec"), {"__name__": "__main__"})


def run_notebook(file: pathlib.Path) -> None:
    import nbclient
    import nbformat

    stored = json.loads(file.read_text(encoding="utf-8"))
    with_outputs = [cell["id"] for cell in stored["cells"] if cell.get("outputs") or cell.get("execution_count")]
    if with_outputs:
        sys.exit(f"{file} is stored with outputs, in cells {', '.join(with_outputs)}: clear them.")
    notebook = nbformat.read(file, as_version=4)
    nbformat.validate(notebook)
    with tempfile.TemporaryDirectory() as folder:
        nbclient.NotebookClient(notebook, timeout=900, resources={"metadata": {"path": folder}}).execute()
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    pictures = sum("image/png" in output.get("data", {}) for cell in code for output in cell.outputs)
    tables = sum("<table" in output.get("data", {}).get("text/html", "") for cell in code for output in cell.outputs)
    print(f"-- {file}: {len(code)} cells ran; {pictures} pictures, {tables} tables", flush=True)
    if pictures < 2 or tables < 5:
        sys.exit(f"{file} shows too little: 2 pictures and 5 tables are expected")


def main(arguments: list[str]) -> None:
    if not arguments:
        sys.exit(__doc__)
    if arguments[0] == "--notebook":
        run_notebook(pathlib.Path(arguments[1]))
        return
    for page in arguments:
        run_page(pathlib.Path(page).resolve())


main(sys.argv[1:])
