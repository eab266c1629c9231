@echo off
rem Starts ipvm of an unpacked distribution on Windows; everything it needs is beside it.
setlocal DisableDelayedExpansion
for %%i in ("%~dp0..") do set "root=%%~fi"
set "java=%root%\runtime\bin\java.exe"
set "app=%root%\app"
set "jar="
for /f "delims=" %%j in ('dir /b /a-d "%app%\lib\ipvm-cli-*.jar" 2^>nul') do set "jar=%app%\lib\%%j"
if not exist "%java%" goto damaged
if not defined jar goto damaged

rem Java cannot say whether standard error is a terminal, nor can this: progress is a line a task.
set "IPVM_TTY="

rem Options given by the user come last and win; a change in GC or module options costs the cache.
"%java%" "@%app%\jvm.args" "-XX:AOTCache=%app%\ipvm.aot" %IPVM_JAVA_OPTS% -jar "%jar%" %*
exit /b %errorlevel%

:damaged
echo ipvm: parts of %root% are missing; unpack it again>&2
exit /b 14
