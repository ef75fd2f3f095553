"""The same page in plain ttk, ttkbootstrap and customtkinter, as pictures side by side.

    python3 benchmarks/toolkits.py ttk|ttkbootstrap|customtkinter PICTURE.png

Run with a Python that has the toolkit, on a screen of its own (xvfb-run), with imagemagick:
docs/toolkits.md was made so. None of them but ttk is a dependency of the program.
"""

import subprocess
import sys
import time
import tkinter as tk
from collections.abc import Callable
from tkinter import ttk
from typing import Any

PROJECTS = (("1", "编外人员工资", "64.80", "2 处错误"), ("2", "纸质图书采购", "48.00", "可以导出"),
            ("3", "屋面防水改造", "86.50", "1 处警告"))  # fmt: skip
ACTIONS = ("在 Excel 中填写", "校验  F5", "更新概述与汇总", "导出…")
HEADS = ("序号", "项目", "预算（万元）", "状态")
WIDTHS = (50, 150, 100, 90)
SIZE = "560x300"


def table(parent: Any) -> None:
    """A list: customtkinter has none of its own, so ttk's serves all three."""
    tree = ttk.Treeview(parent, columns=HEADS, show="headings", height=5)
    for head, width in zip(HEADS, WIDTHS, strict=True):
        tree.heading(head, text=head, anchor="w")
        tree.column(head, width=width)
    for row in PROJECTS:
        tree.insert("", "end", values=row)
    tree.pack(fill="both", expand=True, padx=14, pady=10)


def page(root: Any, frame: Any, label: Any, button: Any, box: Any) -> None:
    """Headline, buttons, a filter and the list."""
    label(root, text="县图书馆 2027 预算绩效.xlsx").pack(anchor="w", padx=14, pady=(12, 6))
    row = frame(root)
    row.pack(fill="x", padx=14)
    for text in ACTIONS:
        button(row, text=text).pack(side="left", padx=(0, 6))
    line = frame(root)
    line.pack(fill="x", padx=14, pady=(10, 0))
    label(line, text="程度").pack(side="left", padx=(0, 6))
    box(line).pack(side="left")
    table(root)


def combobox(parent: Any) -> ttk.Combobox:
    """Ttk's drop-down."""
    made = ttk.Combobox(parent, values=("全部", "错误"), width=8, state="readonly")
    made.set("全部")
    return made


def plain() -> Any:
    """Ttk as the program dresses it."""
    from budgetsheet.desktop import look

    root = tk.Tk()
    look.dress(root)
    page(root, ttk.Frame, ttk.Label, ttk.Button, combobox)
    return root


def bootstrap() -> Any:
    """Ttkbootstrap with its default theme."""
    import ttkbootstrap  # type: ignore[import-not-found]

    root = ttkbootstrap.Window(themename="litera")
    page(root, ttkbootstrap.Frame, ttkbootstrap.Label, ttkbootstrap.Button, combobox)
    return root


def custom() -> Any:
    """Customtkinter with its default theme."""
    import customtkinter  # type: ignore[import-not-found]

    customtkinter.set_appearance_mode("light")
    root = customtkinter.CTk()

    def narrow(parent: Any, text: str) -> Any:
        return customtkinter.CTkButton(parent, text=text, width=60)

    def box(parent: Any) -> Any:
        return customtkinter.CTkComboBox(parent, values=["全部", "错误"], width=100)

    def frame(parent: Any) -> Any:
        return customtkinter.CTkFrame(parent, fg_color="transparent")

    page(root, frame, customtkinter.CTkLabel, narrow, box)
    return root


TOOLKITS: dict[str, Callable[[], Any]] = {
    "ttk": plain,
    "ttkbootstrap": bootstrap,
    "customtkinter": custom,
}


def main(toolkit: str, picture: str) -> None:
    """Show the page, print how long that took, and take the picture."""
    began = time.perf_counter()
    root = TOOLKITS[toolkit]()
    root.title(toolkit)
    root.geometry(f"{SIZE}+0+0")
    root.update()
    print(f"{toolkit}: {(time.perf_counter() - began) * 1000:.0f} ms")
    time.sleep(0.3)
    root.update()
    width, _, height = SIZE.partition("x")
    subprocess.run(
        ["import", "-window", "root", "-crop", f"{width}x{height}+0+0", "+repage", "-strip",
         "+dither", "-colors", "48", f"PNG8:{picture}"], check=True,
    )  # fmt: skip
    root.destroy()


if __name__ == "__main__":
    main(*sys.argv[1:])
