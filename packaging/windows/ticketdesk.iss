; The installer for Windows, made with Inno Setup 6.3 or newer after `python dev.py build`:
;   iscc packaging\windows\ticketdesk.iss        -> dist\TicketDesk-<version>-setup.exe
; For one user, without an administrator. What the shop has written stays where it is when the program is taken off.

#define Name "TicketDesk"
#define AppVersion "0.1.0"
#define Program "ticketdesk.exe"
#define Root SourcePath + "..\..\"

#define Chinese AddBackslash(CompilerPath) + "Languages\ChineseSimplified.isl"
#ifnexist Chinese
  #define Chinese AddBackslash(CompilerPath) + "Languages\Unofficial\ChineseSimplified.isl"
#endif
#ifnexist Chinese
  #error Put ChineseSimplified.isl (from Inno Setup's page of translations) into the compiler's Languages folder.
#endif

[Setup]
AppId={{6E0B0C0B-6C0E-4C63-9D55-7B1E1B7A52D4}
AppName={#Name}
AppVersion={#AppVersion}
AppVerName={#Name} {#AppVersion}
AppPublisher=The TicketDesk authors
VersionInfoVersion={#AppVersion}
DefaultDirName={autopf}\{#Name}
DefaultGroupName={#Name}
DisableProgramGroupPage=yes
DisableDirPage=auto
PrivilegesRequired=lowest
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
MinVersion=10.0.17763
LicenseFile={#Root}LICENSE
SetupIconFile={#Root}resources\icons\app.ico
UninstallDisplayIcon={app}\{#Program}
UninstallDisplayName={#Name}
OutputDir={#Root}dist
OutputBaseFilename={#Name}-{#AppVersion}-setup
Compression=lzma2/max
SolidCompression=yes
WizardStyle=modern
ShowLanguageDialog=auto
; A running program is asked to close: it saves drafts as it goes, and its store is never half-written.
CloseApplications=yes
RestartApplications=no

[Languages]
Name: "zh"; MessagesFile: "{#Chinese}"
Name: "en"; MessagesFile: "compiler:Default.isl"

[CustomMessages]
en.DataStays=The shop's data was left where it is:%n%n%1%n%nDelete that folder yourself if nobody needs it any more.
zh.DataStays=店铺数据没有删除，仍在原处：%n%n%1%n%n确定不再需要时，请自行删除该文件夹。

[Tasks]
Name: "desktopicon"; Description: "{cm:CreateDesktopIcon}"; GroupDescription: "{cm:AdditionalIcons}"; Flags: unchecked

[InstallDelete]
; Libraries of an older version must not be found by this one.
Type: filesandordirs; Name: "{app}\_internal"

[Files]
Source: "{#Root}dist\ticketdesk\*"; DestDir: "{app}"; Flags: ignoreversion recursesubdirs createallsubdirs

[Icons]
Name: "{group}\{#Name}"; Filename: "{app}\{#Program}"; AppUserModelID: "org.ticketdesk.TicketDesk"
Name: "{autodesktop}\{#Name}"; Filename: "{app}\{#Program}"; AppUserModelID: "org.ticketdesk.TicketDesk"; Tasks: desktopicon

[Run]
Filename: "{app}\{#Program}"; Description: "{cm:LaunchProgram,{#Name}}"; Flags: nowait postinstall skipifsilent

[Code]
procedure CurUninstallStepChanged(Step: TUninstallStep);
var
  Data: String;
begin
  { Where platformdirs puts the store; nothing in this script ever deletes there. }
  Data := ExpandConstant('{localappdata}\{#Name}');
  if (Step = usPostUninstall) and DirExists(Data) and not UninstallSilent then
    MsgBox(FmtMessage(CustomMessage('DataStays'), [Data]), mbInformation, MB_OK);
end;
