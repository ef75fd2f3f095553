; The installer for one person: no administrator's rights, a Start-menu entry, the ribbon's
; add-in; taking it away leaves every file that is the person's.
; The default target, 32 bits, installs nothing under a 64-bit Wine.
Unicode true
Target amd64-unicode
!include "MUI2.nsh"

!define NAME "预算绩效填报"
!define WINDOW "预算绩效填报.exe"
!define LINK "$SMPROGRAMS\${NAME}.lnk"
!define UNINSTALLER "$INSTDIR\uninstall.exe"
!define KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\BudgetSheet"

Name "${NAME}"
OutFile "${TARGET}"
BrandingText "${NAME} ${VERSION}"
RequestExecutionLevel user
InstallDir "$LOCALAPPDATA\Programs\${NAME}"
InstallDirRegKey HKCU "${KEY}" "InstallLocation"
SetCompressor /SOLID lzma
ManifestDPIAware true
VIProductVersion "${VERSION}.0"
VIAddVersionKey /LANG=2052 "ProductName" "${NAME}"
VIAddVersionKey /LANG=2052 "FileDescription" "${NAME} 安装程序"
VIAddVersionKey /LANG=2052 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=2052 "LegalCopyright" "MIT"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_WELCOMEFINISHPAGE_BITMAP "${BANNER}"
!define MUI_COMPONENTSPAGE_NODESC
!define MUI_FINISHPAGE_RUN "$INSTDIR\${WINDOW}"
!insertmacro MUI_PAGE_COMPONENTS
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "SimpChinese"

; A program that runs holds its files; nothing is taken away before that is known.
!macro RefuseWhileRunning file
  ${If} ${FileExists} "${file}"
    ClearErrors
    FileOpen $0 "${file}" a
    ${If} ${Errors}
      MessageBox MB_ICONEXCLAMATION|MB_OK "“${NAME}”正在运行。请先关闭它，再试一次；没有改动任何文件。" /SD IDOK
      SetErrorLevel 2
      Quit
    ${EndIf}
    FileClose $0
  ${EndIf}
!macroend

Section "!${NAME}" program
  SectionIn RO
  !insertmacro RefuseWhileRunning "$INSTDIR\${WINDOW}"
  !insertmacro RefuseWhileRunning "$INSTDIR\budgetsheet.exe"
  ${If} ${FileExists} "$INSTDIR\budgetsheet.exe"
    RMDir /r "$INSTDIR\_internal"
  ${EndIf}
  SetOutPath "$INSTDIR"
  File /r "${FOLDER}/*"
  WriteUninstaller "${UNINSTALLER}"
  CreateShortcut "${LINK}" "$INSTDIR\${WINDOW}"
  WriteRegStr HKCU "${KEY}" "DisplayName" "${NAME}"
  WriteRegStr HKCU "${KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${KEY}" "DisplayIcon" "$INSTDIR\${WINDOW}"
  WriteRegStr HKCU "${KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${KEY}" "UninstallString" '"${UNINSTALLER}"'
  WriteRegStr HKCU "${KEY}" "QuietUninstallString" '"${UNINSTALLER}" /S'
  WriteRegDWORD HKCU "${KEY}" "EstimatedSize" ${KILOBYTES}
  WriteRegDWORD HKCU "${KEY}" "NoModify" 1
  WriteRegDWORD HKCU "${KEY}" "NoRepair" 1
SectionEnd

Section "Excel 功能区按钮" ribbon
  nsExec::ExecToLog '"$INSTDIR\budgetsheet.exe" ribbon install'
  Pop $0
  ${If} $0 != 0
    MessageBox MB_ICONINFORMATION|MB_OK "Excel 正开着，功能区按钮这次没有装上。以后在程序首页点“Excel 按钮…”就能装。" /SD IDOK
  ${EndIf}
SectionEnd

; Only what was installed goes: a workbook that somebody saved here stays, and its folder.
Section "Uninstall"
  !insertmacro RefuseWhileRunning "$INSTDIR\${WINDOW}"
  !insertmacro RefuseWhileRunning "$INSTDIR\budgetsheet.exe"
  nsExec::ExecToLog '"$INSTDIR\budgetsheet.exe" ribbon remove'
  Pop $0
  ${If} $0 != 0
    MessageBox MB_ICONINFORMATION|MB_OK "Excel 正开着，功能区按钮没有去掉。请关闭 Excel 后删除 $APPDATA\Microsoft\Excel\XLSTART\BudgetSheet.xlam。" /SD IDOK
  ${EndIf}
  Delete "${LINK}"
  RMDir /r "$INSTDIR\_internal"
  Delete "$INSTDIR\${WINDOW}"
  Delete "$INSTDIR\budgetsheet.exe"
  Delete "${UNINSTALLER}"
  RMDir "$INSTDIR"
  DeleteRegKey HKCU "${KEY}"
SectionEnd
