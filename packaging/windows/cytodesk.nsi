; Makes an installer of dist\cytodesk for Windows: makensis packaging\windows\cytodesk.nsi
; Written beside the Linux package; it compiles, but no Windows has run it yet.
Unicode true
Name "CytoDesk"
OutFile "..\..\dist\CytoDesk-setup.exe"
InstallDir "$LOCALAPPDATA\Programs\CytoDesk"
RequestExecutionLevel user
!include "MUI2.nsh"
!insertmacro MUI_PAGE_LICENSE "..\..\LICENSE"
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "French"

!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\CytoDesk"

Section
  SetOutPath "$INSTDIR"
  File /r "..\..\dist\cytodesk\*.*"
  CreateShortcut "$SMPROGRAMS\CytoDesk.lnk" "$INSTDIR\cytodesk.exe" "open"
  WriteRegStr HKCU "Software\Classes\.cytodesk" "" "CytoDesk.Project"
  WriteRegStr HKCU "Software\Classes\CytoDesk.Project" "" "CytoDesk project"
  WriteRegStr HKCU "Software\Classes\CytoDesk.Project\shell\open\command" "" '"$INSTDIR\cytodesk.exe" open "%1"'
  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "CytoDesk"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteUninstaller "$INSTDIR\uninstall.exe"
SectionEnd

; What the user keeps (projects, slides, results, keys) is not touched.
Section "Uninstall"
  RMDir /r "$INSTDIR"
  Delete "$SMPROGRAMS\CytoDesk.lnk"
  DeleteRegKey HKCU "Software\Classes\.cytodesk"
  DeleteRegKey HKCU "Software\Classes\CytoDesk.Project"
  DeleteRegKey HKCU "${UNINSTALL}"
SectionEnd
