using KubeApi.Client.Authentication.Exec;

namespace KubeApi.Tests.Client.Exec;

/// <summary>How programs are found, with the rules of both systems on every system.</summary>
public sealed class ExecutableFinderTests
{
    [Theory]
    [InlineData("tool", "/a:/b:/c", "/b/tool", "/b/tool")]
    [InlineData("tool", "/a/:/b", "/a/tool", "/a/tool")]
    [InlineData("tool", "/a:/b", "/c/tool", null)]
    [InlineData("tool", null, "/c/tool", null)]
    [InlineData("tool", ":.:bin:/b", "tool,./tool,bin/tool", null)]
    [InlineData("/opt/tool", "/a", "/opt/tool", "/opt/tool")]
    [InlineData("/opt/tool", "/a", "/a/tool", null)]
    [InlineData("../tool", "/a", "/a/../tool", "/a/../tool")]
    public void Programs_are_found_as_on_Unix(string command, string? path, string files, string? expected) =>
        Assert.Equal(expected, ExecutableFinder.Find(command, path, null, isWindows: false, files.Split(',').Contains));

    [Theory]
    [InlineData("tool", @"C:\a;C:\b", null, @"C:\b\tool.exe", @"C:\b\tool.exe")]
    [InlineData("tool", @"C:\a;C:\b", null, @"C:\b\tool.exe,C:\a\tool.cmd", @"C:\a\tool.cmd")]
    [InlineData("tool", @"C:\a", ".CMD;.EXE", @"C:\a\tool.exe,C:\a\tool.cmd", @"C:\a\tool.cmd")]
    [InlineData("tool", @"C:\a", ".VBS;.PS1;.EXE", @"C:\a\tool.vbs,C:\a\tool.ps1,C:\a\tool.exe", @"C:\a\tool.exe")]
    [InlineData("tool.EXE", @"C:\a\", null, @"C:\a\tool.EXE", @"C:\a\tool.EXE")]
    [InlineData("tool.v1", @"C:\a", null, @"C:\a\tool.v1,C:\a\tool.v1.exe", @"C:\a\tool.v1.exe")]
    [InlineData("tool", "\"C:\\a b\"", null, @"C:\a b\tool.exe", @"C:\a b\tool.exe")]
    [InlineData("tool", @"\\server\share", null, @"\\server\share\tool.exe", @"\\server\share\tool.exe")]
    [InlineData("tool", @".;;C:;C:rel;\rel;bin", null, @"tool.exe,.\tool.exe,C:\tool.exe,C:rel\tool.exe,\rel\tool.exe,bin\tool.exe", null)]
    [InlineData(@"C:\x\tool", @"C:\a", null, @"C:\x\tool.exe,C:\x\tool", @"C:\x\tool.exe")]
    public void Programs_are_found_as_on_Windows(string command, string path, string? extensions, string files, string? expected) =>
        Assert.Equal(expected, ExecutableFinder.Find(command, path, extensions, isWindows: true, files.Split(',').Contains));

    [Theory]
    [InlineData(@"C:\a b\tool.cmd", "x,y z,", """/e:ON /v:OFF /d /s /c ""C:\a b\tool.cmd" "x" "y z" "" """)]
    [InlineData(@"C:\tool.bat", @"&calc,a|b>c<d^e(f)!g,end\", """/e:ON /v:OFF /d /s /c ""C:\tool.bat" "&calc" "a|b>c<d^e(f)!g" "end\\" """)]
    [InlineData(@"C:\tool.bat", "a\"&calc", null)]
    [InlineData(@"C:\tool.bat", "%PATH%", null)]
    [InlineData(@"C:\tool.bat", "a\r\nb", null)]
    [InlineData(@"C:\50%\tool.bat", "a", null)]
    public void Arguments_of_batch_files_are_quoted_or_refused(string path, string arguments, string? expected) =>
        Assert.Equal(expected is null ? null : expected.TrimEnd() + "\"", BatchCommand.TryMake(path, arguments.Split(',')));

    [Theory]
    [InlineData(@"C:\tool.CMD", true)]
    [InlineData(@"C:\tool.bat", true)]
    [InlineData(@"C:\tool.exe", false)]
    public void Batch_files_are_recognized_by_extension(string path, bool expected) => Assert.Equal(expected, BatchCommand.IsBatch(path));
}
