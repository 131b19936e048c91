"""Tables on the terminal or as Markdown."""


def print_table(header, rows, markdown, texts):
    """Prints rows of cells under their header; so many columns of texts stand first, and numbers after them."""
    widths = [max(len(row[column]) for row in [header, *rows]) for column in range(len(header))]
    for index, row in enumerate([header, *rows]):
        cells = [cell.ljust(width) if column < texts else cell.rjust(width)
                 for column, (cell, width) in enumerate(zip(row, widths))]
        print(f"| {' | '.join(cells)} |" if markdown else "  ".join(cells))
        if markdown and index == 0:
            rules = ["-" * width if column < texts else "-" * (width - 1) + ":" for column, width in enumerate(widths)]
            print(f"| {' | '.join(rules)} |")
