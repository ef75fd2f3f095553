Attribute VB_Name = "BudgetSheetRibbon"
Option Explicit

' The ribbon's buttons. Each saves a copy of the open workbook and starts the program,
' which does the work and shows the result; nothing here waits for it.
' This source must stay ASCII: where the program is and what a person reads
' stand on the add-in's own sheet (see macros/words.toml).

Public Sub OnCheck(control As IRibbonControl)
    Launch "check", True
End Sub

Public Sub OnPrevious(control As IRibbonControl)
    Launch "previous", True
End Sub

Public Sub OnNext(control As IRibbonControl)
    Launch "next", True
End Sub

Public Sub OnRefresh(control As IRibbonControl)
    Launch "refresh", True
End Sub

Public Sub OnExport(control As IRibbonControl)
    Launch "export", True
End Sub

Public Sub OnAddProject(control As IRibbonControl)
    Launch "add-project", False
End Sub

Public Sub OnOpen(control As IRibbonControl)
    Launch "open", False
End Sub

Public Sub OnHelp(control As IRibbonControl)
    Launch "help", False
End Sub

Private Sub Launch(action As String, withCopy As Boolean)
    Dim program As String, book As String, copied As String
    program = Said("program")
    If Not IsThere(program) Then
        MsgBox Said("missing"), vbExclamation, Said("title")
        Exit Sub
    End If
    If Not ActiveWorkbook Is Nothing Then
        book = ActiveWorkbook.FullName
        If withCopy Then copied = SavedCopy(ActiveWorkbook)
        If action = "add-project" Then
            If Not LetGo(ActiveWorkbook) Then Exit Sub
        End If
    End If
    Start CommandLine(program, action, book, copied)
End Sub

Private Function CommandLine(program As String, action As String, book As String, copied As String) As String
    CommandLine = Quoted(program) & " ribbon " & action & " " & Quoted(book) & " " & Quoted(copied)
End Function

' An argument as a program reads it back: a quote gets a backslash, and the
' backslashes before any quote, the closing one too, are doubled.
Private Function Quoted(text As String) As String
    Dim made As String, letter As String, slashes As Long, i As Long
    For i = 1 To Len(text)
        letter = Mid$(text, i, 1)
        If letter = """" Then made = made & String$(slashes + 1, "\")
        slashes = IIf(letter = "\", slashes + 1, 0)
        made = made & letter
    Next i
    Quoted = """" & made & String$(slashes, "\") & """"
End Function

Private Sub Start(words As String)
    On Error GoTo Blocked
    Shell words, vbNormalFocus
    Exit Sub
Blocked:
    MsgBox Said("blocked"), vbExclamation, Said("title")
End Sub

' What is not saved yet, and what lies in a cloud, the program reads from a copy.
Private Function SavedCopy(book As Object) As String
    Dim target As String
    On Error GoTo Failed
    target = Environ$("TEMP") & Application.PathSeparator & "budgetsheet-" & _
        Format$(Date, "yyyymmdd") & "-" & CStr(CLng(Timer * 100)) & ".xlsx"
    book.SaveCopyAs target
    SavedCopy = target
    Exit Function
Failed:
    SavedCopy = ""
End Function

' A new project changes the file itself, so Excel must save it and let go of it first.
' A workbook that cannot be saved in place stays open: the program says what to do.
Private Function LetGo(book As Object) As Boolean
    LetGo = True
    If book.Path = "" Or book.ReadOnly Or InStr(book.FullName, "://") > 0 Then Exit Function
    LetGo = (MsgBox(Said("close"), vbOKCancel + vbQuestion, Said("title")) = vbOK)
    If Not LetGo Then Exit Function
    On Error GoTo Kept
    book.Save
    book.Close False
    Exit Function
Kept:
    LetGo = False
    MsgBox Said("kept"), vbExclamation, Said("title")
End Function

Private Function IsThere(path As String) As Boolean
    On Error GoTo NotThere
    IsThere = (Dir$(path) <> "")
    Exit Function
NotThere:
    IsThere = False
End Function

' The words are in the second column of the add-in's sheet, their names in the first.
Private Function Said(name As String) As String
    Dim row As Long
    row = 1
    Do While ThisWorkbook.Worksheets(1).Cells(row, 1).Value <> ""
        If ThisWorkbook.Worksheets(1).Cells(row, 1).Value = name Then
            Said = ThisWorkbook.Worksheets(1).Cells(row, 2).Value
        End If
        row = row + 1
    Loop
End Function
