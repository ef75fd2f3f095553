// Tries the shipped workbooks and the add-in in the Excel or WPS of whoever runs it, and
// writes one report. Run by cscript; JScript 5, which every Windows has. The build turns what
// is not ASCII into escapes, since Windows reads a script in its own code page.
//
// Nothing of the person's is touched: an Excel of our own, copies in a folder of our own.
// Each step is caught, told, and the next goes on.

var QUIET = WScript.Arguments.length > 0 && WScript.Arguments(0) === "/quiet";
var PROGRAMS = [["Microsoft Excel", "Excel.Application"], ["WPS 表格", "KET.Application"],
                ["WPS 表格", "ET.Application"]];
var fso = new ActiveXObject("Scripting.FileSystemObject");
var shell = new ActiveXObject("WScript.Shell");
var here = fso.GetParentFolderName(WScript.ScriptFullName);
var work = fso.BuildPath(fso.GetSpecialFolder(2).Path, "budgetsheet-try-" + stamp());
var lines = [], counts = {}, seen = {};

// ---- telling

function stamp() {
  var d = new Date();
  return String(d.getFullYear() * 10000 + (d.getMonth() + 1) * 100 + d.getDate()) + "-" +
    String(1000000 + d.getHours() * 10000 + d.getMinutes() * 100 + d.getSeconds()).slice(1);
}

function say(text) { lines.push(text); }

function tell(mark, text) {
  counts[mark] = (counts[mark] || 0) + 1;
  say("[" + mark + "] " + text);
  try { WScript.Echo("[" + mark + "] " + text.slice(0, 100)); } catch (none) { }
}

function why(error) {
  var number = error.number < 0 ? error.number + 4294967296 : error.number || 0;
  return (error.description || error.message || String(error)) + " (0x" + number.toString(16) + ")";
}

// Runs one step; what it returns is the verdict: "" passes, a text is what differs.
function step(name, action) {
  try {
    var differs = action();
    if (differs) tell("不符", name + "：" + differs); else tell("通过", name);
    return !differs;
  } catch (error) {
    tell("出错", name + "：" + why(error));
    return false;
  }
}

// Runs one step that has no right answer known: what it returns is kept in the report.
function note(name, action) {
  try { tell("记录", name + "：" + action()); }
  catch (error) { tell("出错", name + "：" + why(error)); }
}

// Asks the person; a question that nobody can answer is told as such.
function ask(name, question) {
  if (QUIET) { tell("未问", name); return; }
  var answer = shell.Popup(question, 0, "预算绩效填报 试用", 4 + 32 + 4096 + 65536);
  if (answer === 6) tell("通过", name + "（本人回答：是）");
  else tell("不符", name + "（本人回答：否）");
}

// ---- what is expected

function unescaped(text) {
  return text.replace(/\\(.)/g, function (_, sign) {
    return sign === "n" ? "\n" : sign === "r" ? "\r" : sign === "t" ? "\t" : sign;
  });
}

// Rows by their first word: {book: [[…]], cell: [[…]], …}
function expectations() {
  var found = {}, file = fso.OpenTextFile(fso.BuildPath(here, "expected.txt"), 1, false, -1);
  while (!file.AtEndOfStream) {
    var parts = file.ReadLine().split("\t");
    for (var i = 0; i < parts.length; i++) parts[i] = unescaped(parts[i]);
    if (parts[0] !== "") (found[parts[0]] = found[parts[0]] || []).push(parts.slice(1));
  }
  file.Close();
  return found;
}

function rowsOf(all, kind, book, typed) {
  var found = [], rows = all[kind] || [];
  for (var i = 0; i < rows.length; i++)
    if (rows[i][0] === book && (typed === undefined || rows[i][1] === typed)) found.push(rows[i]);
  return found;
}

function valueOf(kind, text) { return kind === "n" ? parseFloat(text) : text; }

// Whether a cell shows what it should: n a number, s a text, p the text's beginning.
function same(found, kind, wanted) {
  if (kind === "n")
    return typeof found === "number" && Math.abs(found - parseFloat(wanted)) < 0.000001;
  var text = found === null || found === undefined ? "" : String(found);
  text = text.replace(/\r\n/g, "\n");
  return kind === "p" ? text.indexOf(wanted) === 0 : text === wanted;
}

function cellAt(book, sheet, ref) { return book.Worksheets(sheet).Range(ref); }

// Compares cells, and tells at most ten that differ. Rows end in sheet, ref, kind, value.
function differing(book, rows) {
  var wrong = [], sheet = null, name = null;
  for (var i = 0; i < rows.length; i++) {
    var row = rows[i].slice(rows[i].length - 4), found;
    try {
      if (name !== row[0]) { sheet = book.Worksheets(row[0]); name = row[0]; }
      found = sheet.Range(row[1]).Value2;
    } catch (error) { found = why(error); }
    if (!same(found, row[2], row[3]))
      wrong.push("\r\n      " + row[0] + "!" + row[1] + " 是“" + found + "”，应为“" + row[3] + "”");
  }
  if (!wrong.length) return "";
  return wrong.length + " 格与应有的不同（共比较 " + rows.length + " 格）" + wrong.slice(0, 10).join("");
}

// ---- a workbook

function copied(name, as) {
  var target = fso.BuildPath(work, as || name);
  try { // through a stream, which leaves the mark of a downloaded file behind
    var stream = new ActiveXObject("ADODB.Stream");
    stream.Type = 1;
    stream.Open();
    stream.LoadFromFile(fso.BuildPath(here, name));
    stream.SaveToFile(target, 2);
    stream.Close();
  } catch (none) { fso.CopyFile(fso.BuildPath(here, name), target, true); }
  return target;
}

// What Excel wrote about repairs since we began; blank when nothing.
function repairs() {
  var found = [];
  try {
    var files = new Enumerator(fso.GetSpecialFolder(2).Files);
    for (; !files.atEnd(); files.moveNext()) {
      var file = files.item();
      if (/^error\d+_\d+\.xml$/i.test(file.Name) && !seen[file.Name]) {
        seen[file.Name] = true;
        found.push(file.Name + "：" + fso.OpenTextFile(file.Path, 1).ReadAll().slice(0, 1500));
      }
    }
  } catch (none) { }
  return found.join("\r\n");
}

function opened(app, path, name) {
  var book = null;
  repairs();
  step("打开 " + name, function () {
    book = app.Workbooks.Open(path, 0);
    var caption = "";
    try { caption = book.Windows(1).Caption; } catch (none) { }
    if (/修复|repaired/i.test(caption)) return "被修复过，标题是“" + caption + "”";
    var log = repairs();
    return log ? "有修复记录 " + log : "";
  });
  return book;
}

function tryBook(app, all, row) {
  var id = row[0], name = row[1], book = opened(app, copied(name), name);
  if (!book) return;
  step(name + "：重新计算", function () {
    try { app.CalculateFullRebuild(); } catch (none) { app.CalculateFull(); }
    return "";
  });
  step(name + "：当场校验、灯、合计、概述与程序一致", function () {
    return differing(book, rowsOf(all, "cell", id));
  });
  tryLocks(book, all, id, name);
  tryTyping(app, book, all, id, name);
  tryPrinting(book, all, id, name);
  step(name + "：另存后再打开", function () {
    var target = fso.BuildPath(work, "saved-" + name);
    book.SaveAs(target, 51);
    book.Close(false);
    book = app.Workbooks.Open(target, 0);
    return differing(book, rowsOf(all, "cell", id));
  });
  try { book.Close(false); } catch (none) { }
}

function tryLocks(book, all, id, name) {
  step(name + "：结构受保护", function () { return book.ProtectStructure ? "" : "没有保护"; });
  step(name + "：各表受保护", function () {
    var open = [], rows = rowsOf(all, "sheet", id);
    for (var i = 0; i < rows.length; i++)
      if (!book.Worksheets(rows[i][1]).ProtectContents) open.push(rows[i][1]);
    return open.length ? "没有保护：" + open.join("、") : "";
  });
  step(name + "：填写格是开放的", function () {
    var shut = [], rows = rowsOf(all, "entry", id);
    for (var i = 0; i < rows.length; i++)
      if (cellAt(book, rows[i][1], rows[i][2]).Locked !== false) shut.push(rows[i][1] + "!" + rows[i][2]);
    return shut.length ? "锁着：" + shut.slice(0, 10).join("、") : "";
  });
  step(name + "：锁定格改不动", function () {
    var changed = [], rows = rowsOf(all, "locked", id);
    for (var i = 0; i < rows.length; i++) {
      try { cellAt(book, rows[i][1], rows[i][2]).Value2 = "改动"; changed.push(rows[i][1] + "!" + rows[i][2]); }
      catch (held) { }
    }
    return changed.length ? "改动了：" + changed.join("、") : "";
  });
}

function tryTyping(app, book, all, id, name) {
  var rows = rowsOf(all, "type", id);
  for (var i = 0; i < rows.length; i++) typeOne(app, book, all, rows[i], name);
}

// Types one thing, compares what follows from it, and puts back what was there.
function typeOne(app, book, all, row, name) {
  var id = row[0], typed = row[1], title = name + "：" + row[6];
  var cell = null, before = null;
  if (!step(title + "，填入", function () {
    cell = cellAt(book, row[2], row[3]);
    before = cell.Formula;
    if (row[5] === "") cell.ClearContents(); else cell.Value2 = valueOf(row[4], row[5]);
    return "";
  })) return;
  note(title + "，格中成为", function () {
    var allowed = "？";
    try { allowed = cell.Validation.Value ? "有效性允许" : "有效性不许"; } catch (none) { allowed = "没有有效性"; }
    return "“" + cell.Text + "”，" + typeof cell.Value2 + "，" + allowed;
  });
  var after = rowsOf(all, "after", id, typed);
  if (after.length) step(title + "，当场的反应", function () { return differing(book, after); });
  var refused = rowsOf(all, "refused", id, typed);
  if (refused.length) step(title + "，有效性不许", function () {
    return cell.Validation.Value ? "有效性没有拦" : "";
  });
  step(title + "，恢复", function () { cell.Formula = before; return ""; });
}

function tryPrinting(book, all, id, name) {
  step(name + "：导出 PDF", function () {
    var target = fso.BuildPath(work, "print-" + id + ".pdf");
    book.ExportAsFixedFormat(0, target);
    return fso.FileExists(target) && fso.GetFile(target).Size > 1000 ? "" : "没有得到文件";
  });
  var rows = rowsOf(all, "page", id);
  for (var i = 0; i < rows.length; i++) (function (row) {
    step(name + "：“" + row[1] + "”打印在一页上", function () {
      var pages = book.Worksheets(row[1]).PageSetup.Pages.Count;
      return pages === 1 ? "" : "有 " + pages + " 页";
    });
  })(rows[i]);
}

// ---- the ribbon

function pressedFile() { return fso.BuildPath(work, "pressed.txt"); }

// What the buttons have asked of the program since it was last forgotten.
function pressed() {
  for (var i = 0; i < 100; i++) {
    if (fso.FileExists(pressedFile())) {
      pause(200);
      var file = fso.OpenTextFile(pressedFile(), 1), text = file.AtEndOfStream ? "" : file.ReadAll();
      file.Close();
      forgetPressed();
      return text.replace(/\s+$/, "").replace(/^\s+/, "");
    }
    pause(100);
  }
  return "";
}

function forgetPressed() {
  if (fso.FileExists(pressedFile())) fso.DeleteFile(pressedFile(), true);
}

// Wine's script host cannot sleep: there the time is watched.
function pause(milliseconds) {
  var end = new Date().getTime() + milliseconds;
  try { WScript.Sleep(milliseconds); }
  catch (none) { while (new Date().getTime() < end) { } }
}

function tryRibbon(app, all, row) {
  var addin = null, book = null, buttons = all.button || [];
  if (!step("装入加载项", function () {
    app.AutomationSecurity = 1;
    addin = app.Workbooks.Open(copied("BudgetSheet.xlam"), 0);
    copied("pressed.cmd");
    addin.Worksheets(1).Range("B1").Value2 = fso.BuildPath(work, "pressed.cmd");
    return "";
  })) { tell("记录", "按钮没有试：装不上加载项（WPS 没有 VBA 时就是这样）"); return; }
  book = opened(app, copied(row[1], "ribbon-" + row[1]), row[1] + "（按钮用）");
  for (var i = 0; i < buttons.length; i++) pressByMacro(app, addin, buttons[i]);
  if (!QUIET) pressByHand(app, buttons);
  try { if (book) book.Close(false); } catch (none) { }
  try { addin.Saved = true; addin.Close(false); } catch (none2) { }
}

// Calls the button's macro as the ribbon does. One asks a question itself: not without a person.
function pressByMacro(app, addin, button) {
  var name = "按钮“" + button[1] + "”的宏 " + button[0];
  if (button[3] !== "") { tell("未问", name + "：它自己要问一句，只能由人点"); return; }
  step(name, function () {
    forgetPressed();
    app.Run("'" + addin.Name + "'!BudgetSheetRibbon." + button[0], nothing(app));
    var asked = pressed();
    return asked === button[2] ? "" : "程序收到的是“" + asked + "”，应为“" + button[2] + "”";
  });
}

// An object that is none: what a callback is given, for it looks at no control.
function nothing(app) {
  try { return app.ActiveChart; } catch (none) { return null; }
}

function pressByHand(app, buttons) {
  app.Visible = true;
  ask("功能区有“预算绩效”一栏", "请看 Excel 窗口上方的功能区：有没有“预算绩效”一栏？图标都正常吗？");
  for (var i = 0; i < buttons.length; i++) {
    forgetPressed();
    var button = buttons[i];
    shell.Popup("请在 Excel 的“预算绩效”一栏点“" + button[1] + "”" + button[3] +
      "，然后回到这里点“确定”。", 0, "预算绩效填报 试用", 64 + 4096 + 65536);
    (function (one) {
      step("用鼠标点“" + one[1] + "”", function () {
        var asked = pressed();
        return asked === one[2] ? "" : "程序收到的是“" + asked + "”，应为“" + one[2] + "”";
      });
    })(button);
  }
}

// ---- what only a person sees

function tryWithEyes(app, all) {
  if (QUIET) { tell("未问", "打开时有没有修复提示、颜色对不对、下拉框能不能用"); return; }
  var row = all.book[0], book = null;
  try {
    app.Visible = true;
    app.DisplayAlerts = true;
    book = app.Workbooks.Open(copied(row[1], "eyes-" + row[1]), 0);
  } catch (error) { tell("出错", "当面打开 " + row[1] + "：" + why(error)); return; }
  ask("打开时没有任何提示", "工作簿已经打开。打开时有没有弹出“发现不可读取的内容”之类的提示？没有就点“是”。");
  var rows = all.question || [];
  for (var i = 0; i < rows.length; i++) ask(rows[i][0], rows[i][1]);
  app.DisplayAlerts = false;
  try { book.Close(false); } catch (none) { }
}

// ---- a program

function tryProgram(title, id, all) {
  var app = null;
  try { app = new ActiveXObject(id); }
  catch (none) { tell("记录", title + "（" + id + "）没有装"); return; }
  var path = id;
  try { path = String(app.Path) + String(app.Name); } catch (none2) { }
  if (seen[path]) { tell("记录", id + " 就是前面试过的那个程序"); return; }
  seen[path] = true;
  say("");
  say("==== " + title + " ====");
  try { say(app.Name + " " + app.Version + " (" + app.Build + ") " + app.OperatingSystem); } catch (none3) { }
  if (app.Workbooks.Count > 0) {
    tell("出错", title + " 里已经有打开的工作簿，没有动它。请全部关闭，再运行一次");
    return;
  }
  try { app.DisplayAlerts = false; } catch (none4) { }
  try { app.Visible = !QUIET; } catch (none5) { }
  for (var i = 0; i < all.book.length; i++) tryBook(app, all, all.book[i]);
  tryRibbon(app, all, all.book[0]);
  tryWithEyes(app, all);
  try { if (app.Workbooks.Count === 0) app.Quit(); } catch (none6) { }
}

// ---- the report

function summary() {
  var marks = ["通过", "不符", "出错", "记录", "未问"], said = [];
  for (var i = 0; i < marks.length; i++) said.push(marks[i] + " " + (counts[marks[i]] || 0));
  return said.join("，");
}

// UTF-8 where Windows can; else UTF-16, which Notepad reads as well.
function write(path, text) {
  try {
    var stream = new ActiveXObject("ADODB.Stream");
    stream.Type = 2;
    stream.Charset = "utf-8";
    stream.Open();
    stream.WriteText(text);
    stream.SaveToFile(path, 2);
    stream.Close();
  } catch (none) {
    var file = fso.CreateTextFile(path, true, true);
    file.Write(text);
    file.Close();
  }
}

function report(head) {
  var text = head.concat(["结果：" + summary(), ""], lines, ["", "（完）", ""]).join("\r\n");
  var places = [here, shell.SpecialFolders("Desktop"), fso.GetSpecialFolder(2).Path];
  for (var i = 0; i < places.length; i++) {
    try {
      var path = fso.BuildPath(String(places[i]), "试用报告.txt");
      write(path, text);
      return path;
    } catch (none) { }
  }
  return "";
}

function main() {
  var head = ["预算绩效填报 在 Excel / WPS 中的试用报告", "时间：" + stamp()], all = null;
  try { all = expectations(); } catch (error) { tell("出错", "读不出 expected.txt：" + why(error)); }
  if (all) {
    head.push("版本：" + all.version[0][0]);
    fso.CreateFolder(work);
    for (var i = 0; i < PROGRAMS.length; i++) {
      try { tryProgram(PROGRAMS[i][0], PROGRAMS[i][1], all); }
      catch (error2) { tell("出错", PROGRAMS[i][0] + "：" + why(error2)); }
    }
    try { fso.DeleteFolder(work, true); } catch (none) { }
  }
  var path = report(head), wrong = (counts["不符"] || 0) + (counts["出错"] || 0);
  var said = "试完了：" + summary() + "。\r\n\r\n请把这个文件发回来：\r\n" + path;
  if (QUIET) WScript.Echo(said); else shell.Popup(said, 0, "预算绩效填报 试用", 64 + 4096 + 65536);
  return path && !wrong ? 0 : 1;
}

WScript.Quit(main());
