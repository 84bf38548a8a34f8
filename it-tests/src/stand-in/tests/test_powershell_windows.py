"""What scripts find of Windows: tasks, updates, processes, registry, accounts, services, WinRM."""
import os
import shutil
import subprocess
import time
import unittest

from tests.machine import PASSWORD, USER, Machine

TASK = '''
$service = New-Object -ComObject Schedule.Service
$service.Connect()
$task = $service.NewTask(0)
$task.Settings.DisallowStartIfOnBatteries = $false
$task.Settings.ExecutionTimeLimit = 'PT0S'
$task.Principal.RunLevel = 1
$action = $task.Actions.Create(0)
$action.Path = 'cmd.exe'
$action.Arguments = '/c %s'
$folder = $service.GetFolder('\\')
'''
SYSTEM = "$made = $folder.RegisterTaskDefinition('t', $task, 6, 'SYSTEM', $null, 5)\n"
WAIT = '''
$end = (Get-Date).AddSeconds(20)
while ($made.State -ne 3 -and (Get-Date) -lt $end) { Start-Sleep -Milliseconds 50 }
'''
UPDATES = '''
$session = New-Object -ComObject Microsoft.Update.Session
$found = $session.CreateUpdateSearcher().Search('IsInstalled=0').Updates
$found.Count
$wanted = New-Object -ComObject Microsoft.Update.UpdateColl
for ($i = 0; $i -lt $found.Count; $i++) {
  $one = $found.Item($i)
  if (-not $one.InstallationBehavior.CanRequestUserInput) { $one.AcceptEula(); [void]$wanted.Add($one) }
}
$downloader = $session.CreateUpdateDownloader()
$downloader.Updates = $wanted
$downloader.Download().ResultCode
$installer = $session.CreateUpdateInstaller()
$installer.Updates = $wanted
$result = $installer.Install()
$result.ResultCode
$result.RebootRequired
(New-Object -ComObject Microsoft.Update.SystemInfo).RebootRequired
'''


class WindowsTest(unittest.TestCase):
    """Scripts against the state of Windows."""

    def setUp(self):
        self.machine = Machine()
        self.addCleanup(self.machine.close)

    def lines(self, script, **who):
        """The output's lines of a script that must succeed."""
        done = self.machine.script(script, **who)
        self.assertEqual('', done.err)
        return done.lines

    # -- tasks

    def test_task_runs_as_system_and_tells_its_exit_code(self):
        script = TASK % 'whoami > C:\\who.txt & exit 4' + SYSTEM + '''
"$($made.LastTaskResult) $($made.State)"
$made.Run($null) | Out-Null''' + WAIT + '''
"$($made.LastTaskResult) $($made.State)"
Get-Content C:\\who.txt'''
        self.assertEqual(['267011 3', '4 3', 'nt authority\\system'], self.lines(script))

    def test_running_task_is_267009_and_can_be_stopped(self):
        script = TASK % 'ping -n 60 127.0.0.1 > nul' + SYSTEM + '''
$made.Run($null) | Out-Null
Start-Sleep -Milliseconds 300
"$($made.LastTaskResult) $($made.State)"
$made.Stop(0)
"$($made.LastTaskResult) $($made.State)"
Start-Sleep -Milliseconds 200
(Get-CimInstance Win32_Process -Filter "Name = 'ping.exe'" | Measure-Object).Count'''
        self.assertEqual(['267009 4', '267014 3', '0'], self.lines(script))

    def test_task_outlives_the_shell_that_started_it(self):
        self.lines(TASK % 'ping -n 2 127.0.0.1 > nul & echo done > C:\\late.txt' + SYSTEM
                   + '$made.Run($null) | Out-Null')
        self.assertFalse(os.path.exists(os.path.join(self.machine.root, 'C/late.txt')))
        self.wait(lambda: os.path.exists(os.path.join(self.machine.root, 'C/late.txt')))

    def wait(self, condition):
        """Waits for a condition, 20 s at most."""
        end = time.monotonic() + 20
        while not condition():
            self.assertLess(time.monotonic(), end, 'the condition did not come true')
            time.sleep(0.05)

    def test_task_with_password(self):
        register = "$made = $folder.RegisterTaskDefinition('u', $task, 6, '%s', '%s', 1)\n"
        script = TASK % 'whoami > C:\\who.txt' + register % (USER, PASSWORD) \
            + '$made.Run($null) | Out-Null' + WAIT + 'Get-Content C:\\who.txt'
        self.assertEqual(['win-standin\\' + USER], self.lines(script))
        script = TASK % 'whoami' + 'try { ' + register % (USER, 'wrong') \
            + '} catch { $_.Exception.Message }'
        self.assertIn('0x8007052E', self.lines(script)[0])

    def test_missing_task(self):
        self.assertEqual(['System.IO.FileNotFoundException -2147024894'], self.lines('''
$service = New-Object -ComObject Schedule.Service
$service.Connect()
try { $service.GetFolder('\\').GetTask('none') } catch {
  "$($_.Exception.GetType().FullName) $($_.Exception.HResult)"
}'''))

    def test_task_that_never_ends(self):
        self.machine.misbehave(taskNeverEnds=True)
        script = TASK % 'echo x > C:\\never.txt' + SYSTEM + '''
$made.Run($null) | Out-Null
Start-Sleep -Seconds 1
"$($made.State) $(Test-Path C:\\never.txt)"
$made.Stop(0)
$made.State'''
        self.assertEqual(['4 False', '3'], self.lines(script))

    def test_batteries_keep_a_task_queued(self):
        self.machine.misbehave(onBatteries=True)
        script = (TASK % 'exit 0').replace('$task.Settings.Disallow', '# ') + SYSTEM + '''
$made.Run($null) | Out-Null
Start-Sleep -Milliseconds 300
"$($made.State) $($made.LastTaskResult)"'''
        self.assertEqual(['2 267011'], self.lines(script))

    def test_cmdlets_for_tasks(self):
        self.assertEqual(['Ready 267011', '0'], self.lines('''
$action = New-ScheduledTaskAction -Execute cmd.exe -Argument '/c exit 0'
$principal = New-ScheduledTaskPrincipal -UserId SYSTEM -LogonType ServiceAccount -RunLevel Highest
$settings = New-ScheduledTaskSettingsSet -AllowStartIfOnBatteries -DontStopIfGoingOnBatteries
Register-ScheduledTask -TaskName c -Action $action -Principal $principal -Settings $settings | Out-Null
"$((Get-ScheduledTask -TaskName c).State) $((Get-ScheduledTaskInfo -TaskName c).LastTaskResult)"
Start-ScheduledTask -TaskName c
while ((Get-ScheduledTask c).State -eq 'Running') { Start-Sleep -Milliseconds 50 }
(Get-ScheduledTaskInfo -TaskName c).LastTaskResult
Unregister-ScheduledTask -TaskName c -Confirm:$false
Get-ScheduledTask -TaskName c -ErrorAction SilentlyContinue'''))

    # -- updates

    def test_rounds_of_updates(self):
        from standin.windows import power
        self.assertEqual(['3', '2', '2', 'True', 'True'], self.lines(UPDATES, user='SYSTEM'))
        power.booted()
        self.assertEqual(['2', '2', '2', 'True', 'True'], self.lines(UPDATES, user='SYSTEM'))
        power.booted()
        self.assertEqual(['1'], self.lines('\n'.join(UPDATES.split('\n')[:4]), user='SYSTEM'))
        self.assertEqual(['KB5022842', 'KB5023705', 'KB890830'], sorted(self.lines(
            '(Get-HotFix).HotFixID', user='SYSTEM')))

    def test_updates_refuse_the_network(self):
        done = self.lines('''
$session = New-Object -ComObject Microsoft.Update.Session
try { $session.CreateUpdateInstaller() } catch {
  "$($_.Exception.HResult) $($_.Exception.Message)"
}''', remote=True)
        self.assertEqual(['-2147024891 Access is denied. (Exception from HRESULT: 0x80070005 '
                          '(E_ACCESSDENIED))'], done)

    def test_another_installation_runs(self):
        self.machine.misbehave(updateBusy=1)
        script = UPDATES.replace('$result = $installer.Install()', '''
try { $installer.Install() | Out-Null } catch { $_.Exception.HResult; $_.Exception.Message }
$result = $installer.Install()''')
        self.assertEqual(['3', '2', '-2145124330', 'Exception from HRESULT: 0x80240016', '2'],
                         self.lines(script, user='SYSTEM')[:5])

    def test_update_that_never_installs(self):
        self.machine.misbehave(updateNeverInstalls=['KB5022842'])
        self.assertEqual(['3', '2', '3', 'False', 'False'], self.lines(UPDATES, user='SYSTEM'))

    # -- processes

    def test_process_made_by_wmi_outlives_us(self):
        lines = self.lines('''
$made = Invoke-CimMethod -ClassName Win32_Process -MethodName Create -Arguments @{
  CommandLine = 'cmd.exe /c ping -n 3 127.0.0.1 > nul & echo x > C:\\wmi.txt'; CurrentDirectory = 'C:\\' }
$made.ReturnValue
(Get-Process -Id $made.ProcessId).Name''')
        self.assertEqual(['0', 'cmd'], lines)
        self.wait(lambda: os.path.exists(os.path.join(self.machine.root, 'C/wmi.txt')))

    def test_start_process(self):
        self.assertEqual(['3', 'True', 'out', 'end'], self.lines('''
$p = Start-Process cmd.exe -ArgumentList '/c exit 3' -PassThru -Wait
$p.ExitCode
$p = Start-Process cmd.exe -ArgumentList '/c echo out' -PassThru -NoNewWindow -RedirectStandardOutput C:\\o.txt
$p.WaitForExit()
$p.ExitCode -eq $null
(Get-Content C:\\o.txt).Trim()
try { Start-Process nosuch.exe -ErrorAction Stop } catch { 'end' }'''))

    def test_start_process_of_nothing(self):
        self.assertEqual(['This command cannot be run due to the error: The system cannot find '
                          'the file specified.'], self.lines(
                              'try { Start-Process nosuch.exe } catch { $_.Exception.Message }'))

    def test_output_of_a_running_process_cannot_be_removed(self):
        self.machine.misbehave(filesInUse=True)
        self.assertEqual(['True', 'True', 'False'], self.lines('''
New-Item -ItemType Directory C:\\w | Out-Null
$p = Start-Process ping.exe -ArgumentList '-n 60 127.0.0.1' -PassThru -NoNewWindow -RedirectStandardOutput C:\\w\\out
Start-Sleep -Milliseconds 300
try { Remove-Item C:\\w -Recurse -Force -ErrorAction Stop } catch { $_.Exception.Message -like '*used by another process*' }
Test-Path C:\\w\\out
$p.Kill()
$p.WaitForExit()
Remove-Item C:\\w -Recurse -Force
Test-Path C:\\w'''))

    def test_kill_tree(self):
        self.assertEqual(['0', '0'], self.lines('''
$p = Start-Process cmd.exe -ArgumentList '/c ping -n 60 127.0.0.1' -PassThru
Start-Sleep -Milliseconds 500
taskkill /T /F /PID $p.Id | Out-Null
$LASTEXITCODE
@(Get-Process ping -ErrorAction SilentlyContinue).Count'''))

    # -- the rest

    def test_boot_time(self):
        from standin.windows import power
        power.booted(1700000000)
        self.assertEqual(['133444736000000000'], self.lines(
            '(Get-CimInstance Win32_OperatingSystem).LastBootUpTime.ToFileTimeUtc()'))

    def test_registry(self):
        self.assertEqual(['5', 'True', 'False', 'x', 'False', 'IMAGE_STATE_COMPLETE'], self.lines('''
New-Item HKLM:\\SOFTWARE\\My -Force | Out-Null
Set-ItemProperty -Path HKLM:\\SOFTWARE\\My -Name N -Value 5 -Type DWord
(Get-ItemProperty HKLM:\\SOFTWARE\\My).N
Test-Path HKLM:\\software\\my
Test-Path HKLM:\\SOFTWARE\\Other
New-ItemProperty HKLM:\\SOFTWARE\\My -Name S -Value x -PropertyType String | Out-Null
Get-ItemPropertyValue HKLM:\\SOFTWARE\\My -Name S
Remove-Item HKLM:\\SOFTWARE\\My -Recurse
Test-Path HKLM:\\SOFTWARE\\My
(Get-ItemProperty 'HKLM:\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Setup\\State').ImageState'''))

    def test_accounts(self):
        self.assertEqual(['True', 'True', 'gone'], self.lines('''
$secret = ConvertTo-SecureString 'Another-1' -AsPlainText -Force
New-LocalUser -Name other -Password $secret | Out-Null
Add-LocalGroupMember -Group Administrators -Member other
(Get-LocalUser other).Enabled
(Get-LocalGroupMember Administrators).Name -contains "$env:COMPUTERNAME\\other"
Remove-LocalUser -Name other
if (-not (Get-LocalUser other -ErrorAction SilentlyContinue)) { 'gone' }'''))

    def test_services(self):
        self.assertEqual(['Running', 'Stopped', 'Disabled', 'none'], self.lines('''
(Get-Service WinRM).Status
Stop-Service Spooler
(Get-Service Spooler).Status
Set-Service Spooler -StartupType Disabled
(Get-Service Spooler).StartType
if (-not (Get-Service RdAgent -ErrorAction SilentlyContinue)) { 'none' }'''))

    def test_download(self):
        import http.server
        import threading
        body = os.urandom(100000)

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):  # noqa: N802
                self.send_response(200 if self.path == '/f' else 404)
                self.send_header('Content-Length', str(len(body) if self.path == '/f' else 0))
                self.end_headers()
                if self.path == '/f':
                    self.wfile.write(body)

            def log_message(self, *arguments):
                pass
        server = http.server.HTTPServer(('127.0.0.1', 0), Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        url = 'http://127.0.0.1:%d/' % server.server_address[1]
        lines = self.lines('''
$client = New-Object System.Net.WebClient
$client.Proxy = $null
$client.DownloadFile('%sf', 'C:\\f.bin')
Invoke-WebRequest -UseBasicParsing -Uri %sf -OutFile C:\\g.bin
(Get-FileHash C:\\f.bin).Hash -eq (Get-FileHash C:\\g.bin).Hash
try { $client.DownloadFile('%sno', 'C:\\h.bin') } catch { $_.Exception.InnerException.Message }
''' % (url, url, url))
        self.assertEqual(['True', 'The remote server returned an error: (404) Not Found.'], lines)
        self.assertEqual(body, self.machine.read('C:\\f.bin'))

    def test_serial_port(self):
        self.lines('''
$port = New-Object System.IO.Ports.SerialPort 'COM1', 115200
$port.Open()
$port.WriteLine('hello')
$port.Close()''')
        with open(os.path.join(self.machine.root, 'serial'), encoding='ascii') as file:
            self.assertEqual('hello\n', file.read())

    @unittest.skipUnless(shutil.which('openssl'), 'needs the openssl program')
    def test_winrm_listener_with_certificate(self):
        place = os.path.join(self.machine.root, 'C')
        subprocess.run(['openssl', 'req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2',
                        '-subj', '/CN=image-build', '-keyout', place + '/k.pem', '-out',
                        place + '/c.pem'], check=True, capture_output=True)
        subprocess.run(['openssl', 'pkcs12', '-export', '-legacy', '-in', place + '/c.pem',
                        '-inkey', place + '/k.pem', '-out', place + '/w.pfx', '-passout',
                        'pass:pfx'], check=True, capture_output=True)
        lines = self.lines('''
$secret = ConvertTo-SecureString pfx -AsPlainText -Force
$certificate = Import-PfxCertificate -FilePath C:\\w.pfx -Password $secret -CertStoreLocation Cert:\\LocalMachine\\My
$certificate.Subject
Get-NetConnectionProfile | Set-NetConnectionProfile -NetworkCategory Private
Enable-PSRemoting -Force | Out-Null
New-Item WSMan:\\localhost\\Listener -Transport HTTPS -Address * -CertificateThumbPrint $certificate.Thumbprint -Force | Out-Null
Set-Item WSMan:\\localhost\\Service\\Auth\\Basic $true
(Get-Item WSMan:\\localhost\\Service\\Auth\\Basic).Value
(Get-ChildItem WSMan:\\localhost\\Listener | Where-Object { $_.Keys -contains 'Transport=HTTPS' } | Measure-Object).Count
(Get-ChildItem Cert:\\LocalMachine\\My).Thumbprint -eq $certificate.Thumbprint
try { Import-PfxCertificate -FilePath C:\\w.pfx -Password (ConvertTo-SecureString x -AsPlainText -Force) -CertStoreLocation Cert:\\LocalMachine\\My } catch { 'refused' }''')
        self.assertEqual(['CN=image-build', 'true', '1', 'True', 'refused'], lines)
        from standin.windows import certificates, wsman
        listener = wsman.state()['listeners'][-1]
        self.assertEqual(('HTTPS', 5986), (listener['Transport'], listener['Port']))
        mode = os.stat(certificates.pem_path(listener['CertificateThumbprint'])).st_mode & 0o777
        self.assertEqual(0o600, mode)


class SysprepTest(unittest.TestCase):
    """sysprep.exe and the states of an image."""

    LINE = 'C:\\Windows\\System32\\Sysprep\\sysprep.exe /generalize /oobe /quiet /quit'

    def setUp(self):
        self.machine = Machine()
        self.addCleanup(self.machine.close)

    def state(self):
        """The state of the image."""
        from standin.windows import registry
        return registry.value(registry.SETUP_STATE, 'ImageState')

    def test_generalize(self):
        from standin.windows import users
        self.machine.misbehave(sysprepSeconds=0.1)
        self.assertEqual('IMAGE_STATE_COMPLETE', self.state())
        self.assertEqual(0, self.machine.cmd(self.LINE).code)
        self.assertEqual('IMAGE_STATE_GENERALIZE_RESEAL_TO_OOBE', self.state())
        self.assertTrue(users.exists(USER), 'Sysprep leaves local accounts alone')

    def test_undeployable(self):
        self.machine.misbehave(sysprepSeconds=0.1, sysprepUndeployable=True)
        self.assertEqual(1, self.machine.cmd(self.LINE).code)
        self.assertEqual('IMAGE_STATE_UNDEPLOYABLE', self.state())
        log = self.machine.read('C:\\Windows\\System32\\Sysprep\\Panther\\setuperr.log')
        self.assertIn(b'not provisioned for all users', log)

    def test_limit_of_runs(self):
        from standin.windows import store
        self.machine.misbehave(sysprepSeconds=0)
        store.write('sysprep', {'generalized': 1001})
        self.assertEqual(1, self.machine.cmd(self.LINE).code)
        log = self.machine.read('C:\\Windows\\System32\\Sysprep\\Panther\\setuperr.log')
        self.assertIn(b'0xc004d307', log)

    def test_shutdown(self):
        from standin.windows import power
        self.machine.misbehave(sysprepSeconds=0)
        self.machine.cmd(self.LINE.replace('/quit', '/shutdown'))
        self.assertEqual('shutdown', power.pending()['kind'])


if __name__ == '__main__':
    unittest.main()
