@echo off
rem Runs ipvm from a checkout on Windows: builds it on first use, then starts it. After a change of
rem the sources delete target\ipvm. Elsewhere it is ./ipvm that does this.
setlocal DisableDelayedExpansion
for %%i in ("%~dp0.") do set "root=%%~fi"
set "app=%root%\target\ipvm\windows"

rem A JDK 25, whatever java on the PATH is; JAVA_HOME has the last word.
set "jdk="
for /d %%d in (
  "%ProgramFiles%\Eclipse Adoptium\jdk-25*"
  "%ProgramFiles%\Java\jdk-25*"
  "%ProgramFiles%\Microsoft\jdk-25*"
  "%ProgramFiles%\Zulu\zulu-25*"
  "%USERPROFILE%\.jdks\*25*"
) do if exist "%%~d\bin\javac.exe" set "jdk=%%~d"
if not defined JAVA_HOME goto chosen
findstr /b /c:"JAVA_VERSION=\"25" "%JAVA_HOME%\release" >nul 2>nul
if not errorlevel 1 set "jdk=%JAVA_HOME%"
:chosen
if not defined jdk goto no_jdk
set "JAVA_HOME=%jdk%"
set "java=%jdk%\bin\java.exe"

if exist "%app%\built" goto start
where mvn >nul 2>nul
if errorlevel 1 goto no_maven
echo building ipvm (first use) ...>&2
if exist "%app%" rmdir /s /q "%app%"
mkdir "%app%"
if errorlevel 1 exit /b 14
pushd "%root%"
call mvn -B -ntp package -P launcher -pl dist -am >"%root%\target\ipvm\build.log" 2>&1
if errorlevel 1 goto not_built
popd
"%java%" "%root%\dist\Jars.java" "%root%\dist\target\launcher\lib" "%app%"
if errorlevel 1 exit /b 14
copy /y "%root%\dist\jvm.args" "%app%\jvm.args" >nul
if errorlevel 1 exit /b 14
rem The AOT cache is made by a real run; without one everything works, but starts slower.
for /f "delims=" %%j in ('dir /b /a-d "%app%\lib\ipvm-cli-*.jar" 2^>nul') do set "jar=%app%\lib\%%j"
"%java%" "@%app%\jvm.args" "-XX:AOTCacheOutput=%app%\ipvm.aot" -jar "%jar%" run "%root%\examples\hello\hello.yaml" --data-dir "%app%\training" --quiet >nul 2>nul
if exist "%app%\training" rmdir /s /q "%app%\training"
type nul >"%app%\built"

:start
for /f "delims=" %%j in ('dir /b /a-d "%app%\lib\ipvm-cli-*.jar" 2^>nul') do set "jar=%app%\lib\%%j"

rem Java cannot say whether standard error is a terminal, nor can this: progress is a line a task.
set "IPVM_TTY="

rem Options given by the user come last and win; a change in GC or module options costs the cache.
"%java%" "@%app%\jvm.args" "-XX:AOTCache=%app%\ipvm.aot" %IPVM_JAVA_OPTS% -jar "%jar%" %*
exit /b %errorlevel%

:no_jdk
echo ipvm: no JDK 25 found; install one or set JAVA_HOME to it>&2
exit /b 14

:no_maven
echo ipvm: no Maven found; install Maven 3.8.7 or newer and put mvn on the PATH>&2
exit /b 14

:not_built
popd
echo ipvm: the build failed; the whole report is in target\ipvm\build.log>&2
exit /b 14
