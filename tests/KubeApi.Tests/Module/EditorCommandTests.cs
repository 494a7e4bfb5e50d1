using KubeApi.Operations;

namespace KubeApi.Tests.Module;

public sealed class EditorCommandTests
{
    [Theory]
    [InlineData("nano", "vim", false, "nano", "", false)]
    [InlineData(null, "vim", false, "vim", "", true)]
    [InlineData("", " ", false, "vi", "", true)]
    [InlineData(null, null, true, "notepad", "", false)]
    [InlineData("code --wait", null, false, "code", "--wait", false)]
    [InlineData("code  --wait ", null, false, "code", "--wait", false)]
    [InlineData(null, "emacs -nw 'a b'", false, "/bin/sh", "-c|emacs -nw 'a b' \"$1\"|sh", true)]
    [InlineData(null, @"C:\bin\edit.exe -w", true, @"C:\bin\edit.exe", "-w", true)]
    [InlineData(null, "\"C:\\Program Files\\edit.exe\" -w", true, @"C:\Program Files\edit.exe", "-w", true)]
    public void A_command_line_is_split(string? own, string? any, bool isWindows, string program, string arguments, bool needsConsole)
    {
        var command = EditorCommand.Find(name => name == "KUBE_EDITOR" ? own : any, isWindows);

        Assert.Equal(program, command.Program);
        Assert.Equal(arguments, string.Join('|', command.Arguments));
        Assert.Equal(needsConsole, command.NeedsConsole);
    }
}
