using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Net;
using System.Security;

namespace KubeApi.Console.Hosting;

/// <summary>Prints to the console; prompts only in an interactive one.</summary>
internal sealed class HostUserInterface : PSHostUserInterface
{
    private static readonly bool s_hasColor = !System.Console.IsOutputRedirected && Environment.GetEnvironmentVariable("NO_COLOR") is null;

    public override PSHostRawUserInterface RawUI { get; } = new HostRawUserInterface();

    public override bool SupportsVirtualTerminal => s_hasColor;

    public override void Write(string value) => System.Console.Write(GetOutputString(value, s_hasColor));

    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) => Write(value);

    public override void WriteLine(string value) => System.Console.WriteLine(GetOutputString(value, s_hasColor));

    public override void WriteErrorLine(string value) => WriteLine(Colored("31;1", value));

    public override void WriteWarningLine(string message) => WriteLine(Colored("33;1", "WARNING: " + message));

    public override void WriteVerboseLine(string message) => WriteLine(Colored("33;1", "VERBOSE: " + message));

    public override void WriteDebugLine(string message) => WriteLine(Colored("33;1", "DEBUG: " + message));

    public override void WriteProgress(long sourceId, ProgressRecord record)
    {
        // No progress over the output.
    }

    public override string ReadLine() => System.Console.ReadLine() ?? "";

    public override SecureString ReadLineAsSecureString()
    {
        if (System.Console.IsInputRedirected)
        {
            return new NetworkCredential("", ReadLine()).SecurePassword;
        }

        var secret = new SecureString();
        for (var key = System.Console.ReadKey(intercept: true); key.Key != ConsoleKey.Enter; key = System.Console.ReadKey(intercept: true))
        {
            if (key.Key == ConsoleKey.Backspace && secret.Length > 0)
            {
                secret.RemoveAt(secret.Length - 1);
            }
            else if (key.KeyChar != '\0')
            {
                secret.AppendChar(key.KeyChar);
            }
        }

        WriteLine("");
        return secret;
    }

    public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions) =>
        throw new PSInvalidOperationException($"A parameter is missing: {string.Join(", ", descriptions.Select(d => d.Name))}.");

    public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice)
    {
        if (System.Console.IsInputRedirected)
        {
            throw new PSInvalidOperationException($"Cannot prompt: {message} Use -Confirm:$false to continue without a prompt.");
        }

        WriteLine(caption);
        WriteLine(message);
        for (var i = 0; i < choices.Count; i++)
        {
            WriteLine($"[{i + 1}] {choices[i].Label.Replace("&", "", StringComparison.Ordinal)}{(i == defaultChoice ? " (default)" : "")}");
        }

        return int.TryParse(ReadLine(), out var choice) && choice >= 1 && choice <= choices.Count ? choice - 1 : defaultChoice;
    }

    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) =>
        throw new PSInvalidOperationException("This host cannot prompt for credentials.");

    public override PSCredential PromptForCredential(
        string caption, string message, string userName, string targetName, PSCredentialTypes allowedCredentialTypes, PSCredentialUIOptions options) =>
        PromptForCredential(caption, message, userName, targetName);

    private static string Colored(string code, string text) => s_hasColor ? $"\u001b[{code}m{text}\u001b[0m" : text;
}
