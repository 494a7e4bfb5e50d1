using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using KubeApi.Client.Json;
using KubeApi.Tests.Sandbox;
using KubeApi.Yaml;

namespace KubeApi.Tests.Client;

/// <summary>
/// The module reads YAML with the same result as kubectl. The fixtures contain texts with the values of kubectl 1.32
/// (<c>kubectl patch --local --type=merge -p '{}' -o json -f</c>, the header that makes an object of a text left out), null for refused ones.
/// </summary>
public sealed class YamlKubectlTests : IDisposable
{
    private const string Header = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\n";

    private static readonly string s_fixtures = Path.Combine(AppContext.BaseDirectory, "Fixtures", "Yaml");

    private readonly string _folder = Directory.CreateTempSubdirectory("kubeapi-test-").FullName;

    public static TheoryData<string, string, string?> Cases
    {
        get
        {
            var cases = new TheoryData<string, string, string?>();
            foreach (var line in Lines("cases.jsonl"))
            {
                cases.Add(line["case"]!.ToString(), line["text"]!.ToString(), Normal(line["kubectl"]));
            }

            return cases;
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_value_is_read_as_by_kubectl(string name, string text, string? value) => Assert.Equal((name, value), (name, Read(text)));

    [Fact]
    public void A_malformed_text_is_read_as_by_kubectl()
    {
        var differences = Lines("mutants.jsonl")
            .Select(line => (Text: line["text"]!.ToString(), Value: Normal(line["kubectl"] is { } value ? new JsonArray(value.DeepClone()) : null)))
            .Where(line => Read(Header + line.Text) != line.Value);

        Assert.Empty(differences);
    }

    [SkippableFact]
    public async Task The_fixtures_match_kubectl()
    {
        Skip.IfNot(Kubectl.IsPresent, "kubectl is not on the PATH");
        foreach (var line in Lines("mutants.jsonl").Take(20))
        {
            Assert.Equal(Normal(line["kubectl"] is { } value ? new JsonArray(value.DeepClone()) : null), await ReadByKubectlAsync(Header + line["text"]));
        }
    }

    [SkippableFact]
    public async Task Kubectl_reads_the_YAML_of_the_module_unchanged()
    {
        Skip.IfNot(Kubectl.IsPresent, "kubectl is not on the PATH");
        var values = Enumerable.Range(0, 200).Select(seed => new JsonObject { ["z"] = RandomJson.Value(new Random(seed)) }).ToList();
        var yaml = values.Select(v => Header + YamlLoader.CreateWriter().ToYaml(JsonNodes.Write(v)));

        Assert.Equal(Normal(new JsonArray([.. values])), await ReadByKubectlAsync(string.Join("\n---\n", yaml)));
    }

    private static IEnumerable<JsonObject> Lines(string file) =>
        File.ReadLines(Path.Combine(s_fixtures, file)).Select(line => (JsonObject)JsonNode.Parse(line)!);

    private static string? Read(string text)
    {
        try
        {
            return Normal(new JsonArray([.. YamlLoader.CreateReader().Read(text).Select(d => JsonNode.Parse(d.Json)).Where(d => d is not null)]));
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private async Task<string?> ReadByKubectlAsync(string text)
    {
        var file = Path.Combine(_folder, "text.yaml");
        await File.WriteAllTextAsync(file, text);
        var config = Path.Combine(_folder, "config");
        await File.WriteAllTextAsync(config, "");
        var (exitCode, output, _) = await new Kubectl(config, _folder).TryAsync("patch", "--local", "--type=merge", "-p", "{}", "-o", "json", "-f", file);
        return exitCode == 0 ? Read(output) : null;
    }

    // Sorted keys and normalized numbers: kubectl has 64 bits for a number.
    private static string? Normal(JsonNode? documents)
    {
        foreach (var document in documents?.AsArray().OfType<JsonObject>() ?? [])
        {
            foreach (var name in (string[])["apiVersion", "kind", "metadata"])
            {
                document.Remove(name);
            }
        }

        return documents is null ? null : Text(documents);
    }

    private static string Text(JsonNode? value) => value switch
    {
        null => "null",
        JsonObject o =>
            $"{{{string.Join(',', o.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{JsonSerializer.Serialize(p.Key)}:{Text(p.Value)}"))}}}",
        JsonArray list => $"[{string.Join(',', list.Select(Text))}]",
        _ when value.GetValueKind() == JsonValueKind.Number => double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture).ToString(
            "R", CultureInfo.InvariantCulture),
        _ => value.ToJsonString(),
    };
}
