@echo off
rem Stands in for the program that the ribbon's buttons start: notes what it was asked.
echo %2>>"%~dp0pressed.txt"
