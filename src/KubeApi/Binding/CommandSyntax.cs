namespace KubeApi.Binding;

/// <summary>Refuses arguments of a command in a container that PowerShell bound to the cmdlet, and kubectl's options for a terminal.</summary>
internal static class CommandSyntax
{
    /// <summary>Checks how the cmdlet was called.</summary>
    /// <param name="shape">The original text; null if it is unknown.</param>
    /// <param name="cmdlet">The name of the cmdlet.</param>
    /// <param name="positionals">The number of positional arguments before the command.</param>
    /// <param name="wantsTerminal">Whether <c>-i</c>, <c>-t</c> or another option for a terminal was given.</param>
    /// <exception cref="ArgumentException">An argument belongs elsewhere.</exception>
    public static void Check(CommandLineShape? shape, string cmdlet, int positionals, bool wantsTerminal)
    {
        var example = $"{cmdlet} {(positionals > 0 ? "web-1 " : "")}-- sh -c 'df -h'";
        if (shape?.ParameterAfter(positionals) is { } parameter)
        {
            throw new ArgumentException(
                $"{parameter} was bound as a parameter of this cmdlet. Write -- before the command, so that everything after it belongs to it: {example}.");
        }

        if (wantsTerminal && shape?.HasParameter("-l", "-la") == true)
        {
            throw new ArgumentException("-l is not a parameter of this cmdlet. Select pods with -LabelSelector, and write options of the command after --.");
        }

        if (wantsTerminal)
        {
            throw new ArgumentException($"-i and -t are kubectl options. {KubectlReplacements.Find(cmdlet, "tty", "")[0]}");
        }

        if (shape?.ExplainUnknown($"Options of the command follow --: {example}.") is { } unknown)
        {
            throw new ArgumentException(unknown);
        }
    }

    /// <summary>Checks the program of a command.</summary>
    /// <exception cref="ArgumentException">It is an option.</exception>
    public static void CheckProgram(CommandLineShape? shape, string cmdlet, string program)
    {
        if (program.StartsWith('-'))
        {
            var hint = $"Write the command after --: {cmdlet} web-1 -Container app -- ls -l /tmp.";
            throw new ArgumentException(shape is { HasSeparator: false } ? shape.Explain(program, hint) : $"'{program}' is not a command. {hint}");
        }
    }
}
