@echo off
rem Runs the script beside this file. Needs no administrator and changes no setting.
cd /d "%~dp0"
cscript //nologo //E:JScript "%~dp0try.js" %*
if errorlevel 1 echo.
if not "%1"=="/quiet" pause
