using System.Globalization;
using System.Text.RegularExpressions;

namespace KubeApi.Tests.Sandbox;

/// <summary>One command of Fixtures/Kubectl/*.txt, and the output of kubectl against a real server.</summary>
internal sealed partial record KubectlTranscript(string Command, int ExitCode, string Output, string Error)
{
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "Fixtures", "Kubectl");

    public static IEnumerable<KubectlTranscript> Read(string name) => ReadAsRecorded(name).Select(entry => entry.Masked());

    /// <summary>As <see cref="Read"/>, including values that differ from run to run.</summary>
    public static IEnumerable<KubectlTranscript> ReadAsRecorded(string name)
    {
        var text = File.ReadAllText(Path.Combine(Folder, name + ".txt")).ReplaceLineEndings("\n");
        return Entry().Matches(text).Select(entry => new KubectlTranscript(
            entry.Groups["command"].Value,
            int.Parse(entry.Groups["exit"].Value, CultureInfo.InvariantCulture),
            entry.Groups["out"].Value,
            entry.Groups["err"].Value));
    }

    /// <summary>
    /// The commands of a transcript with their titles in lists: `transcript $ command`, and #2 for the second occurrence
    /// in a transcript.
    /// </summary>
    public static IEnumerable<(string Title, KubectlTranscript Entry)> ReadTitled(string name)
    {
        var times = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var entry in Read(name))
        {
            var time = times[entry.Command] = times.GetValueOrDefault(entry.Command) + 1;
            yield return ($"{name} $ {entry.Command}{(time == 1 ? "" : $" #{time}")}", entry);
        }
    }

    /// <summary>Whether both outputs are possible for the same server.</summary>
    public bool Allows(KubectlTranscript actual) => this == actual || (Undeclared().Count(Error) > 0
        && Undeclared().Matches(Error).Select(field => field.Value).All(field => actual.Error.Contains(field, StringComparison.Ordinal))
        && WithoutUndeclared() == actual.WithoutUndeclared());

    /// <summary>Without values that differ from run to run.</summary>
    public KubectlTranscript Masked() =>
        this with
        {
            Output = HasNoOrder ? Sorted(Mask(Output)) : Mask(Output),
            Error = Mask(
            WithSortedCauses(ShortWatch().Replace(OwnWarning().Replace(Error, ""), "")))
        };

    /// <summary>The command that was running in the background; null for none.</summary>
    public static int? BackgroundFrom(IReadOnlyList<KubectlTranscript> entries, int index)
    {
        for (var later = index + 1; later < entries.Count; later++)
        {
            if (Background().Match(entries[later].Command) is { Success: true } found)
            {
                // The first one with that verb since the last background command.
                var begin = index;
                while (begin > 0 && !Background().IsMatch(entries[begin - 1].Command))
                {
                    begin--;
                }

                var verb = $"kubectl {found.Groups["verb"].Value} ";
                return Enumerable.Range(begin, later - begin).First(i => entries[i].Command.StartsWith(verb, StringComparison.Ordinal)) == index ? later : null;
            }
        }

        return null;
    }

    // kubectl lists labels, the data of a ConfigMap, the limits of a namespace and the logs of several containers in no particular order.
    private bool HasNoOrder => Command.EndsWith("--list", StringComparison.Ordinal)
        || Command.StartsWith("kubectl describe cm ", StringComparison.Ordinal) || Command.StartsWith("kubectl describe ns ", StringComparison.Ordinal)
        || SeveralLogs().IsMatch(Command);

    // A real server visits the members in no particular order, and stops at the first or second undeclared one: it names one or two of them.
    private KubectlTranscript WithoutUndeclared() => this with { Error = UndeclaredList().Replace(Error, "FIELDS") };

    private static string Sorted(string lines) => string.Join('\n', lines.Split('\n').Order(StringComparer.Ordinal));

    // A real server visits the fields of an object in no particular order.
    private static string WithSortedCauses(string error) => Causes().Replace(error, causes => Sorted(causes.Value.TrimEnd('\n')) + "\n");

    // Times, ages, uids, versions and temporary folders.
    private static string Mask(string text)
    {
        text = Time().Replace(text, "TIME");
        text = Uid().Replace(text, "UID");
        text = Version().Replace(text, "VERSION");
        text = ServiceAddress().Replace(text, "IP ");
        text = NodePort().Replace(text, "PORT");
        text = Address().Replace(text, "127.0.0.1:PORT");
        text = Temporary().Replace(text, "$1/");
        text = Credential().Replace(text, match => match.Groups["hash"].Success ? "<hash>" : "<token>");
        if (GeneratedName().IsMatch(text))
        {
            // The columns are as wide as the generated values.
            text = Column().Replace(GeneratedName().Replace(text, "NAME "), "  ");
        }

        text = LogPrefix().Replace(text, "E ");
        text = TooOld().Replace(text, "$1(VERSION)");
        return Age().Replace(text, "AGE ").Trim('\n');
    }

    [GeneratedRegex(
        @"^\$ (?<command>.*)\n\[exit (?<exit>\d+)\]\n(?<out>(?:(?!\$ |\[stderr\]).*(?:\n|\z))*)(?:\[stderr\]\n(?<err>(?:(?!\$ ).*(?:\n|\z))*))?",
        RegexOptions.Multiline)]
    private static partial Regex Entry();

    [GeneratedRegex(@"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?( \+0000|Z)?|\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d \+0000")]
    private static partial Regex Time();

    [GeneratedRegex("^kubectl logs .*(-l |--all-containers)")]
    private static partial Regex SeveralLogs();

    [GeneratedRegex(@"\.[\w.]+: field not declared in schema")]
    private static partial Regex Undeclared();

    [GeneratedRegex(@"(errors:\s+)?(\.[\w.]+: field not declared in schema\s*)+")]
    private static partial Regex UndeclaredList();

    // With the spaces that fill its column.
    [GeneratedRegex(@"\b10\.0\.0\.\d+\b *")]
    private static partial Regex ServiceAddress();

    [GeneratedRegex(@"(?<=\d:)3[0-2]\d{3}(?=/TCP)")]
    private static partial Regex NodePort();

    // Suffixes of names from controllers: the hash of a template, five letters, or both; ids of containers and images. With the padding of the column.
    [GeneratedRegex(
        @"((?<=[-=])[4-9bcdf]{8,10}(-[b-df-hj-np-tv-xz2456789]{5})?|(?<=\b(agent|once|fails|now|db|access)-)[b-df-hj-np-tv-xz2456789]{5}|[0-9a-f]{64})\b *")]
    private static partial Regex GeneratedName();

    [GeneratedRegex("  +")]
    private static partial Regex Column();

    [GeneratedRegex("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")]
    private static partial Regex Uid();

    [GeneratedRegex(@"(^\* .*\n?)+", RegexOptions.Multiline)]
    private static partial Regex Causes();

    // A message that kubectl logs occasionally when its own time-out ends a watch of less than a second.
    [GeneratedRegex(@"^W\d{4} [\d:.]+ +\d+ reflector\.go:.* very short watch: .*\n", RegexOptions.Multiline)]
    private static partial Regex ShortWatch();

    // Output that no real server prints.
    [GeneratedRegex(@"^Warning: the sandbox does not .*\n", RegexOptions.Multiline)]
    private static partial Regex OwnWarning();

    [GeneratedRegex(@"127\.0\.0\.1:\d+")]
    private static partial Regex Address();

    [GeneratedRegex(@"(?<=""?resourceVersion""?: ""|Resource Version: +)\d+")]
    private static partial Regex Version();

    [GeneratedRegex(@"(?:\S*/)?(LIVE|MERGED)(?:-\d+)?/")]
    private static partial Regex Temporary();

    // The hash of a certificate, or a token.
    [GeneratedRegex(@"(?<=X509SHA256=)(?<hash>[0-9a-f]{64})|\beyJ[\w-]+\.[\w-]+\.[\w-]+")]
    private static partial Regex Credential();

    [GeneratedRegex(@"E\d{4} [\d:.]+ +\d+ ")]
    private static partial Regex LogPrefix();

    [GeneratedRegex(@"(too old resource version: \d+ )\(\d+\)")]
    private static partial Regex TooOld();

    [GeneratedRegex(@"# in the background since before the (?<verb>\w+)")]
    private static partial Regex Background();

    // With the spaces that fill its column.
    [GeneratedRegex(@"(\b(\d+m(\d+s)?|\d+s|AGE)\b|<invalid>) *")]
    private static partial Regex Age();
}
