using System.Globalization;
using System.Text.RegularExpressions;

namespace KubeApi.Tests.Sandbox;

/// <summary>One command of Fixtures/Kubectl/*.txt: what was typed, and what kubectl printed against a real server.</summary>
internal sealed partial record KubectlTranscript(string Command, int ExitCode, string Output, string Error)
{
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "Fixtures", "Kubectl");

    public static IEnumerable<KubectlTranscript> Read(string name)
    {
        var text = File.ReadAllText(Path.Combine(Folder, name + ".txt")).ReplaceLineEndings("\n");
        return Entry().Matches(text).Select(entry => new KubectlTranscript(
            entry.Groups["command"].Value,
            int.Parse(entry.Groups["exit"].Value, CultureInfo.InvariantCulture),
            entry.Groups["out"].Value,
            entry.Groups["err"].Value).Masked());
    }

    /// <summary>Without what differs from run to run.</summary>
    public KubectlTranscript Masked() => this with { Output = Command.EndsWith("--list", StringComparison.Ordinal) ? Sorted(Mask(Output)) : Mask(Output), Error = Mask(WithSortedCauses(OwnWarning().Replace(Error, ""))) };

    // kubectl lists labels in no particular order.
    private static string Sorted(string lines) => string.Join('\n', lines.Split('\n').Order(StringComparer.Ordinal));

    // A real server goes through the fields of an object in no particular order.
    private static string WithSortedCauses(string error) => Causes().Replace(error, causes => Sorted(causes.Value.TrimEnd('\n')) + "\n");

    // Times, ages, uids, versions and temporary folders.
    private static string Mask(string text)
    {
        text = Time().Replace(text, "TIME");
        text = Uid().Replace(text, "UID");
        text = Version().Replace(text, "VERSION");
        text = Address().Replace(text, "127.0.0.1:PORT");
        text = Temporary().Replace(text, "$1/");
        text = Credential().Replace(text, match => match.Groups["hash"].Success ? "<hash>" : "<token>");
        return Age().Replace(text, match => match.Groups["gap"].Success ? "AGE  " : "AGE").Trim('\n');
    }

    [GeneratedRegex(@"^\$ (?<command>.*)\n\[exit (?<exit>\d+)\]\n(?<out>(?:(?!\$ |\[stderr\]).*(?:\n|\z))*)(?:\[stderr\]\n(?<err>(?:(?!\$ ).*(?:\n|\z))*))?", RegexOptions.Multiline)]
    private static partial Regex Entry();

    [GeneratedRegex(@"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?( \+0000|Z)?")]
    private static partial Regex Time();

    [GeneratedRegex("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")]
    private static partial Regex Uid();

    [GeneratedRegex(@"(^\* .*\n?)+", RegexOptions.Multiline)]
    private static partial Regex Causes();

    // What no real server says.
    [GeneratedRegex(@"^Warning: the sandbox does not .*\n", RegexOptions.Multiline)]
    private static partial Regex OwnWarning();

    [GeneratedRegex(@"127\.0\.0\.1:\d+")]
    private static partial Regex Address();

    [GeneratedRegex(@"(?<=resourceVersion: ""|Resource Version: +)\d+")]
    private static partial Regex Version();

    [GeneratedRegex(@"(?:\S*/)?(LIVE|MERGED)(?:-\d+)?/")]
    private static partial Regex Temporary();

    // The hash of a certificate, or a token.
    [GeneratedRegex(@"(?<=X509SHA256=)(?<hash>[0-9a-f]{64})|\beyJ[\w-]+\.[\w-]+\.[\w-]+")]
    private static partial Regex Credential();

    // A column is as wide as its longest age.
    [GeneratedRegex(@"\b(?:AGE|(?:\d+m)?\d+s)\b(?<gap> {2,})?")]
    private static partial Regex Age();
}
