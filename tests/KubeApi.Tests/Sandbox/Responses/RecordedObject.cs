using System.Text.Json.Nodes;

namespace KubeApi.Tests.Sandbox.Responses;

/// <summary>An object in a file of Fixtures/Responses, and the responses of a real 1.36 server to it and to changes of it.</summary>
/// <remarks>
/// A block begins with the path that the object is posted to and the object; `$NS` and `$U` stand for a namespace and a word of the test's own. Lines
/// that begin with two spaces are the result of the step above them: a status, then the causes (field, reason, message) or the message, and warnings.
/// For the object itself also the stored object.
/// </remarks>
internal sealed record RecordedObject(string Path, JsonObject Value, RecordedStep Create, IReadOnlyList<RecordedStep> Steps)
{
    private const string ResultMark = "  ";

    public static string Folder { get; } = System.IO.Path.Combine(AppContext.BaseDirectory, "Fixtures", "Responses");

    /// <param name="file">The name of the file.</param>
    /// <param name="rename">Replaces the names of the file with those of the test.</param>
    public static IEnumerable<RecordedObject> Read(string file, Func<string, string> rename)
    {
        var lines = File.ReadAllLines(System.IO.Path.Combine(Folder, file)).Where(line => line.Length > 0 && line[0] != '#').ToList();
        for (var at = 0; at < lines.Count;)
        {
            var head = lines[at++];
            while (at < lines.Count && lines[at][0] == '\t')
            {
                head += lines[at++].Trim();
            }

            var (path, body) = (head[..head.IndexOf(' ', StringComparison.Ordinal)], head[head.IndexOf(' ', StringComparison.Ordinal)..]);
            var create = new RecordedStep(path, Results(lines, ref at));
            var steps = new List<RecordedStep>();
            while (at < lines.Count && lines[at][0] != '/')
            {
                steps.Add(new RecordedStep(lines[at++], Results(lines, ref at)));
            }

            yield return new RecordedObject(rename(path), (JsonObject)JsonNode.Parse(rename(body))!, create, steps);
        }
    }

    private static List<string> Results(List<string> lines, ref int at)
    {
        var results = new List<string>();
        while (at < lines.Count && lines[at].StartsWith(ResultMark, StringComparison.Ordinal))
        {
            results.Add(lines[at++][ResultMark.Length..]);
        }

        return results;
    }
}
