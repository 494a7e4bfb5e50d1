using KubeApi.Pipeline;

namespace KubeApi.Tests.Module;

public sealed class ConsoleAccessTests
{
    [Theory]
    [InlineData("Get-KubeApiLog web-1 -Prefix", true)]
    [InlineData("Get-KubeApiLog web-1 -Prefix > web.log", false)]
    [InlineData("$x = Get-KubeApiLog web-1 -Prefix", false)]
    [InlineData("(Get-KubeApiLog web-1 -Prefix)[0]", false)]
    [InlineData("Get-KubeApiLog web-1 -Prefix | Out-File x", false)]
    [InlineData("Get-KubeApiObject pods | Show-KubeApiObject", true)]
    [InlineData("Get-KubeApiObject pods | Show-KubeApiObject > page.txt", false)]
    [InlineData("$pods | Show-KubeApiObject", true)]
    [InlineData("clear; Show-KubeApiObject pod/web", true)]
    [InlineData("Get-KubeApiObject pods > x; Show-KubeApiObject pod/web; Get-Date", true)]
    [InlineData("clear; Show-KubeApiObject pod/web > x; Show-KubeApiObject pod/db", false)]
    [InlineData("if ($true) { Show-KubeApiObject pod/web }", false)]
    [InlineData("", false)]
    public void Colors_are_used_only_for_output_that_goes_to_the_host(string line, bool expected)
    {
        var command = line.Contains("Show-", StringComparison.Ordinal) ? "Show-" : "Get-";

        Assert.Equal(expected, ConsoleAccess.WritesToHost(line, line.IndexOf(command, StringComparison.Ordinal) + 1));
    }

    [Theory]
    [InlineData("ConsoleHost", false, "", true)]
    [InlineData("ConsoleHost", false, "-NoProfile -Command Connect-KubeApi", true)]
    [InlineData("ConsoleHost", true, "", false)]
    [InlineData("Default Host", false, "", false)]
    [InlineData("Visual Studio Code Host", false, "", false)]
    [InlineData("ServerRemoteHost", false, "", false)]
    [InlineData("ConsoleHost", false, "-NonInteractive", false)]
    [InlineData("ConsoleHost", false, "-NoProfile -noni -File run.ps1", false)]
    [InlineData("ConsoleHost", false, "-ExecutionPolicy Bypass --noninter", false)]
    [InlineData("ConsoleHost", false, "/NonInteractive", false)]
    [InlineData("ConsoleHost", false, "-non", true)]
    [InlineData("ConsoleHost", false, "-nol -noe", true)]
    [InlineData("ConsoleHost", false, "-File run.ps1 -NonInteractive", true)]
    [InlineData("ConsoleHost", false, "-f run.ps1 -NonInteractive", true)]
    [InlineData("ConsoleHost", false, "-c go -NonInteractive", true)]
    public void Console_access_is_granted_to_an_interactive_console(string host, bool isInputRedirected, string options, bool expected) =>
        Assert.Equal(expected, ConsoleAccess.IsGranted(host, isInputRedirected, $"pwsh {options}".Split(' ')));
}
