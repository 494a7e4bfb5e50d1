using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace KubeApi.Tests.Sandbox.Responses;

/// <summary>
/// The sandbox completes an object as a real server does, and rejects it with the same message in the cases that the sandbox validates.
/// </summary>
public sealed partial class ResponseTests(SandboxFixture fixture) : IClassFixture<SandboxFixture>
{
    // Fields that the server generates at random or from its clock, and fields that are checked elsewhere.
    private static readonly string[] s_given = ["metadata", "status"];

    private static readonly JsonSerializerOptions s_plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static TheoryData<string> Files =>
        [.. Directory.EnumerateFiles(RecordedObject.Folder).Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Requests_are_answered_as_recorded(string file)
    {
        var (word, @namespace) = ("w" + Guid.NewGuid().ToString("N")[..8], await fixture.CreateNamespaceAsync());
        var differences = new List<string>();
        var count = 0;
        foreach (var recorded in RecordedObject.Read(file, Rename))
        {
            var made = await fixture.Admin.PostAsync(recorded.Path + "?dryRun=All", recorded.Value.ToJsonString());
            Compare(
                recorded.Create,
                recorded.Create.Results is ["201", ['{', ..], ..] ? [.. Results(made)[..1], Made(made.Json), .. Results(made)[1..]] : Results(made));
            var isStored = false;
            foreach (var step in recorded.Steps)
            {
                if (step.Kind != '-' && !isStored)
                {
                    isStored = true;
                    Assert.Equal(201, (await fixture.Admin.PostAsync(recorded.Path, recorded.Value.ToJsonString())).Status);
                }

                Compare(step, Results(await SendAsync(recorded, step, Rename)));
            }
        }

        Assert.True(count > 0, "The file holds no requests.");
        Assert.Equal("", string.Join('\n', differences));

        void Compare(RecordedStep step, IReadOnlyList<string> results)
        {
            count++;
            var answered = results.Select(text => Mask(text, word, @namespace)).ToList();
            if (!answered.SequenceEqual(step.Results))
            {
                differences.Add(
                    $"{step.Line}\n  a server: {string.Join("\n            ", step.Results)}\n  here:     {string.Join("\n            ", answered)}");
            }
        }

        string Rename(string text) => text.Replace("$NS", @namespace, StringComparison.Ordinal).Replace("$U", word, StringComparison.Ordinal);
    }

    private async Task<SandboxResponse> SendAsync(RecordedObject recorded, RecordedStep step, Func<string, string> rename)
    {
        const string dryRun = "?dryRun=All";
        if (step.Kind == '-')
        {
            return await fixture.Admin.PostAsync(recorded.Path + dryRun, ObjectEdits.Apply(recorded.Value, rename(step.Text)).ToJsonString());
        }

        var path = $"{recorded.Path}/{recorded.Value["metadata"]!["name"]}";
        if (step.Kind == '^')
        {
            return await fixture.Admin.MergeAsync(path + step.Subresource + dryRun, rename(step.Text));
        }

        var stored = (JsonObject)(await fixture.Admin.GetAsync(path + (step.Subresource == "/scale" ? step.Subresource : ""))).Json;
        var edited = ObjectEdits.Apply(stored, rename(step.Text));
        foreach (var name in (string[])["managedFields", "resourceVersion"])
        {
            ((JsonObject)edited["metadata"]!).Remove(name);
        }

        return await fixture.Admin.PutAsync(path + step.Subresource + dryRun, edited.ToJsonString());
    }

    // The status, then the errors; a server may report an error twice.
    private static List<string> Results(SandboxResponse response)
    {
        var results = new List<string> { $"{response.Status}" };
        if (response.Status >= 300)
        {
            var causes = response.Status == 422 ? response.Json["details"]?["causes"] as JsonArray ?? [] : [];
            results.AddRange(
                causes.Select(cause => $"{cause!["field"]} {cause["reason"]} {cause["message"]}").DefaultIfEmpty($"{response.Json["message"]}").Distinct());
        }

        results.AddRange(
            response.Headers.TryGetValue("Warning", out var warnings) ? Warning().Matches(warnings).Select(match => "warning " + match.Value) : []);
        return results;
    }

    private static string Made(JsonNode response)
    {
        var made = new JsonObject(
            ((JsonObject)response).Where(member => !s_given.Contains(member.Key)).Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone())));
        return Sorted(made)!.ToJsonString(s_plain);
    }

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject map =>
            new JsonObject(map.OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => KeyValuePair.Create(member.Key, Sorted(member.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Sorted)]),
        _ => node?.DeepClone(),
    };

    // As in the recordings.
    private static string Mask(string text, string word, string @namespace)
    {
        text = Uid().Replace(text, "<uid>");
        text = Address().Replace(text, "\"<ip>\"");
        text = Token().Replace(text, "kube-api-access-x");
        return text.Replace("\n", "\\n", StringComparison.Ordinal).Replace(@namespace, "$NS", StringComparison.Ordinal).Replace(
            word, "$U", StringComparison.Ordinal);
    }

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")]
    private static partial Regex Uid();

    [GeneratedRegex("\"10\\.0\\.0\\.\\d+\"")]
    private static partial Regex Address();

    [GeneratedRegex("kube-api-access-\\w{5}")]
    private static partial Regex Token();

    [GeneratedRegex("299 - \"(\\\\.|[^\"\\\\])*\"")]
    private static partial Regex Warning();
}
