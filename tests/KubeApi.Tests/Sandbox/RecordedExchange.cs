namespace KubeApi.Tests.Sandbox;

/// <summary>One `.http` file of Fixtures/Exchanges: a request to a real server, and its response.</summary>
internal sealed record RecordedExchange(
    string Name, string Method, string Path, IReadOnlyDictionary<string, string> RequestHeaders, string RequestBody, int Status,
    IReadOnlyDictionary<string, string> Headers, string Body)
{
    private const string TokenStart = "Bearer <token of ";

    public static string Folder { get; } = System.IO.Path.Combine(AppContext.BaseDirectory, "Fixtures", "Exchanges");

    /// <summary>The token of the request: admin, viewer, sa, nonsense; null for none.</summary>
    public string? Identity => RequestHeaders.GetValueOrDefault("Authorization") is { } header ? header[TokenStart.Length..^1] : null;

    /// <summary>The names of all recordings, in one folder or everywhere.</summary>
    public static IEnumerable<string> Names(string folder = "") =>
        Directory.EnumerateFiles(System.IO.Path.Combine(Folder, folder), "*.http", SearchOption.AllDirectories)
        .Select(file => System.IO.Path.GetRelativePath(Folder, file)[..^".http".Length].Replace('\\', '/')).Order(StringComparer.Ordinal);

    public static RecordedExchange Read(string name)
    {
        var text = File.ReadAllText(System.IO.Path.Combine(Folder, name + ".http")).ReplaceLineEndings("\n");
        var response = text.IndexOf("\nHTTP/1.1 ", StringComparison.Ordinal) + 1;
        var (head, body) = Split(text[..response]);
        var (answerHead, answerBody) = Split(text[response..]);
        var first = head[0].Split(' ');
        return new RecordedExchange(
            name, first[0], first[1], Headers(head), body.Trim('\n'), int.Parse(
                answerHead[0].Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture), Headers(answerHead), answerBody);

        static (string[] Head, string Body) Split(string part)
        {
            var end = part.IndexOf("\n\n", StringComparison.Ordinal);
            return end < 0 ? (part.TrimEnd('\n').Split('\n'), "") : (part[..end].Split('\n'), part[(end + 2)..]);
        }

        static Dictionary<string, string> Headers(string[] head) =>
            head.Skip(1).Select(line => line.Split(": ", 2)).GroupBy(pair => pair[0], StringComparer.OrdinalIgnoreCase)
            .ToDictionary(header => header.Key, header => string.Join(", ", header.Select(pair => pair[1])), StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>The same exchange with other names.</summary>
    public RecordedExchange Rename(IReadOnlyDictionary<string, string> names)
    {
        return this with
        {
            Path = Replace(Path),
            RequestBody = Replace(RequestBody),
            Body = Replace(Body),
            RequestHeaders = RequestHeaders.ToDictionary(header => header.Key, header => Replace(header.Value)),
            Headers = Headers.ToDictionary(header => header.Key, header => Replace(header.Value), StringComparer.OrdinalIgnoreCase),
        };

        string Replace(string text) => Rename(text, names);
    }

    public static string Rename(string text, IReadOnlyDictionary<string, string> names) =>
        names.Aggregate(text, (current, name) => System.Text.RegularExpressions.Regex.Replace(
        current, $@"(?<![\w-]){System.Text.RegularExpressions.Regex.Escape(name.Key)}(?![\w-])", name.Value.Replace("$", "$$", StringComparison.Ordinal)));
}
