"""Runs under Wine: a small window to drag the named files from."""

import sys
import tkinter

from tkinterdnd2 import COPY, DND_FILES, TkinterDnD

root = TkinterDnD.Tk()
root.title("drag source")
root.geometry("120x80+1200+790")
mark = tkinter.Label(root, text="drag me", background="yellow")
mark.pack(fill="both", expand=True)
mark.drag_source_register(1, DND_FILES)
mark.dnd_bind("<<DragInitCmd>>", lambda _: (COPY, DND_FILES, tuple(sys.argv[1:])))
root.mainloop()
