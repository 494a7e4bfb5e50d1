using System.Management.Automation;
using System.Management.Automation.Host;
using System.Management.Automation.Language;

namespace KubeApi.Pipeline;

/// <summary>Decides whether a program that is started here may prompt the user.</summary>
internal static class ConsoleAccess
{
    // The arguments after these belong to the script: pwsh -File run.ps1 -NonInteractive.
    private static readonly string[] s_lastOptions = ["file", "command", "commandwithargs", "cwa", "encodedcommand", "ec"];

    /// <summary>
    /// Whether this is pwsh in a console, started without -NonInteractive. Other hosts, parallel blocks and jobs share the process's standard input, or have
    /// none.
    /// </summary>
    public static bool IsGranted(string hostName, bool isInputRedirected, IEnumerable<string> commandLine) =>
        hostName == "ConsoleHost" && !isInputRedirected && !commandLine.Skip(1).Select(Option).TakeWhile(o => !IsLast(o)).Any(IsNonInteractive);

    /// <summary>Whether this is pwsh in a terminal that can be connected to something else: neither input nor output is redirected.</summary>
    public static bool IsTerminal(IPipelineHost host) =>
        IsGranted(host.Host.Name, Console.IsInputRedirected, Environment.GetCommandLineArgs()) && !Console.IsOutputRedirected;

    /// <summary>
    /// Whether the output of a command appears on a console, in colors: it was typed there, nothing takes its output, and NO_COLOR is not set.
    /// </summary>
    public static bool ShowsColors(IPipelineHost host) =>
        ShowsOutput(host) && host.Host.UI.SupportsVirtualTerminal && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));

    /// <summary>Whether the output of a command appears on a console: it was typed there, and nothing takes its output.</summary>
    public static bool ShowsOutput(IPipelineHost host) =>
        host is PSCmdlet { MyInvocation: { CommandOrigin: CommandOrigin.Runspace } invocation }
        && WritesToHost(invocation.Line ?? "", invocation.OffsetInLine) && host.Host.Name == "ConsoleHost" && !Console.IsOutputRedirected;

    /// <summary>The number of columns of the console; a large number if there is none.</summary>
    public static int WidthOf(IPipelineHost host) => Console.IsOutputRedirected ? int.MaxValue : LineWidthOf(host);

    /// <summary>The number of columns to which PowerShell formats output, also when it is redirected; a large number if the host has none.</summary>
    public static int LineWidthOf(IPipelineHost host)
    {
        try
        {
            return host.Host.UI?.RawUI?.BufferSize is { Width: > 0 and var width } ? width : int.MaxValue;
        }
        catch (Exception e) when (e is HostException or NotImplementedException or PSNotSupportedException or IOException)
        {
            return int.MaxValue;
        }
    }

    // Whether one of the statements of a line is a pipeline that ends with the command at an offset, which begins at 1, without a redirection, an assignment or
    // anything else around it. A redirection does not remove the colors of a string.
    internal static bool WritesToHost(string line, int offset) => Parser.ParseInput(line, out _, out _).EndBlock?.Statements.OfType<PipelineAst>().Any(
        p => p.PipelineElements[^1] is CommandAst { Redirections.Count: 0 } last && last.Extent.StartOffset == offset - 1) == true;

    private static string Option(string argument) =>
        argument.StartsWith('-') || argument.StartsWith('/') ? argument.TrimStart('-', '/').ToLowerInvariant() : "";

    private static bool IsLast(string option) => option.Length > 0 && s_lastOptions.Any(o => o.StartsWith(option, StringComparison.Ordinal));

    // pwsh accepts it abbreviated to four letters or more.
    private static bool IsNonInteractive(string option) => option.Length >= 4 && "noninteractive".StartsWith(option, StringComparison.Ordinal);
}
