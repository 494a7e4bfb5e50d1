using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using KubeApi.Sandbox;
using KubeApi.Sandbox.Json;

namespace KubeApi.Tests.Sandbox;

/// <summary>
/// Plays recorded exchanges against its own server, one after the other, under other names, so a canned response could not pass. Generated values
/// (uids, versions, tokens) are learned from their first response, and must then stay the same wherever the recording repeats them.
/// </summary>
internal sealed partial class ExchangePlayer : IAsyncDisposable
{
    // Headers about the server, not about the request.
    private static readonly string[] s_comparedHeaders =
    [
        "Content-Type", "Cache-Control", "X-Content-Type-Options", "Warning", "Retry-After", "Vary", "Accept-Ranges"
    ];

    // Generated headers: only their presence is checked.
    private static readonly string[] s_presentHeaders = ["Audit-Id", "Etag", "Last-Modified", "Expires"];

    private static readonly string[] s_times = ["creationTimestamp", "deletionTimestamp", "expirationTimestamp", "lastTransitionTime", "time"];
    private static readonly string[] s_learned = ["uid", "resourceVersion", "continue", "controller-uid", "batch.kubernetes.io/controller-uid"];

    private readonly SandboxServer _server;
    private readonly Dictionary<string, string> _names;
    private readonly Dictionary<string, string> _learned = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SandboxClient> _clients = [];

    // The values that may occur in this exchange because they were learned before.
    private HashSet<string> _renamed = [];

    private ExchangePlayer(SandboxServer server, Dictionary<string, string> names)
    {
        _server = server;
        _names = names;
        _clients["admin"] = new SandboxClient(server, server.AdminToken);
        _clients["viewer"] = new SandboxClient(server, server.ViewerToken);
        _clients["nonsense"] = new SandboxClient(server, "nonsense");
        _clients[""] = new SandboxClient(server, null);
    }

    public SandboxServer Server => _server;

    public SandboxClient Admin => _clients["admin"];

    /// <param name="names">The names to replace: namespaces, objects, keys and values of the recording. Digits are renamed if they are a complete
    /// string.</param>
    public static Task<ExchangePlayer> StartAsync(params string[] names) => StartAsync(TimeProvider.System, names);

    public static async Task<ExchangePlayer> StartAsync(TimeProvider clock, params string[] names) =>
        new(await SandboxServer.StartAsync(new SandboxOptions { TimeProvider = clock, AreWorkloadsHeld = true, HasMetrics = false }), Renamed(names));

    /// <summary>
    /// Starts with the objects of recorded responses, under other names and with other uids, including the fields that controllers and nodes had
    /// written.
    /// </summary>
    public static async Task<ExchangePlayer> RestoreAsync(IReadOnlyList<string> exchanges, params string[] names)
    {
        var renamed = Renamed(names);
        var uids = new Dictionary<string, string>(StringComparer.Ordinal);
        var objects = exchanges.SelectMany(name => Objects(RecordedExchange.Read(name))).ToList();
        foreach (var uid in Uids().Matches(string.Concat(objects.Select(value => value.ToJsonString()))).Select(match => match.Value).Distinct())
        {
            uids[uid] = Guid.NewGuid().ToString();
        }

        var list = new JsonObject { ["kind"] = "List", ["apiVersion"] = "v1", ["items"] = new JsonArray([.. objects]) };
        var state = RecordedExchange.Rename(RecordedExchange.Rename(JsonText.ToText(list), renamed), uids);
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, state);
            var story = new ExchangePlayer(await SandboxServer.StartAsync(new SandboxOptions { State = file, AreWorkloadsHeld = true }), renamed);
            foreach (var (recorded, uid) in uids)
            {
                story.Learn(recorded, uid);
            }

            return story;
        }
        finally
        {
            File.Delete(file);
        }
    }

    public string Name(string recorded) => _names[recorded];

    /// <summary>Recorded text under the names and ids of this story.</summary>
    public string Rename(string recorded) => RecordedExchange.Rename(RecordedExchange.Rename(recorded, _names), _learned);

    /// <summary>The counterpart of a recorded uid or version, if it is known.</summary>
    public void Learn(string recorded, string actual) => _learned[recorded] = actual;

    public async Task PlayAsync(params string[] exchanges)
    {
        foreach (var name in exchanges)
        {
            await PlayOneAsync(RecordedExchange.Read(name));
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients.Values)
        {
            client.Dispose();
        }

        await _server.DisposeAsync();
    }

    private async Task PlayOneAsync(RecordedExchange recorded)
    {
        var expected = recorded.Rename(_names).Rename(_learned);
        _renamed = [.. _learned.Values];
        if (expected.Identity == "sa" && !_clients.ContainsKey("sa"))
        {
            _clients["sa"] = new SandboxClient(_server, _server.CreateServiceAccountToken(Name("story4"), "default"));
        }

        var headers = expected.RequestHeaders.Where(header => header.Key is not ("Authorization" or "Content-Type")).Select(
            header => (header.Key, header.Value)).ToArray();
        var actual = await _clients[expected.Identity ?? ""].SendAsync(
            new HttpMethod(expected.Method),
            expected.Path,
            expected.RequestHeaders.ContainsKey("Content-Type") ? expected.RequestBody : null,
            expected.RequestHeaders.GetValueOrDefault("Content-Type", ""),
            headers);

        Assert.True(expected.Status == actual.Status, $"{recorded.Name}: expected {expected.Status}, was {actual.Status}: {actual.Body}");
        foreach (var header in s_comparedHeaders)
        {
            Assert.True(
                expected.Headers.GetValueOrDefault(header) == actual.Headers.GetValueOrDefault(header),
                $"{recorded.Name}: {header}: expected {expected.Headers.GetValueOrDefault(header)}, was {actual.Headers.GetValueOrDefault(header)}");
        }

        foreach (var header in s_presentHeaders)
        {
            Assert.True(
                expected.Headers.ContainsKey(header) == actual.Headers.ContainsKey(header),
                $"{recorded.Name}: {header}: {actual.Headers.GetValueOrDefault(header) ?? "missing"}");
        }

        if (Digest().Match(expected.Body) is { Success: true } digest)
        {
            Assert.Equal(digest.Groups[1].Value, Convert.ToHexString(SHA512.HashData(Encoding.UTF8.GetBytes(actual.Body))));
            Assert.Equal(expected.Headers["Etag"], actual.Headers["Etag"]);
        }
        else if (expected.Headers.GetValueOrDefault("Content-Type", "").StartsWith("application/json", StringComparison.Ordinal)
            && expected.Body.Trim().Length > 0)
        {
            CompareJson(recorded.Name, expected.Body, actual.Body);
        }
        else
        {
            Assert.True(expected.Body.Trim() == actual.Body.Trim(), $"{recorded.Name}: expected {expected.Body}, was {actual.Body}");
        }
    }

    // A watch sends one object per line, every other response has one object.
    private void CompareJson(string name, string expected, string actual)
    {
        var isWatch = expected.StartsWith("{\"type\"", StringComparison.Ordinal);
        var expectedParts = isWatch ? expected.Trim().Split('\n') : [expected];
        var actualParts = isWatch ? actual.Trim().Split('\n') : [actual];
        Assert.True(expectedParts.Length == actualParts.Length, $"{name}: expected {expected}, was {actual}");
        foreach (var (expectedPart, actualPart) in expectedParts.Zip(actualParts))
        {
            var left = JsonNode.Parse(expectedPart);
            var right = JsonNode.Parse(actualPart);
            Normalize(left, right);
            // As text, because the order of members matters, except in the schemas of an OpenAPI document.
            var isSame = left?["openapi"] is null ? left?.ToJsonString() == right?.ToJsonString() : JsonNode.DeepEquals(left, right);
            Assert.True(isSame, $"{name}:\nexpected {left?.ToJsonString()}\nwas      {right?.ToJsonString()}");
        }
    }

    private static Dictionary<string, string> Renamed(IEnumerable<string> names) => names.ToDictionary(
        name => name.All(char.IsAsciiDigit) ? $"\"{name}\"" : name,
        name => $"{name}-{Guid.NewGuid().ToString("N")[..5]}" is var other && name.All(char.IsAsciiDigit) ? $"\"{other}\"" : other);

    private static IEnumerable<JsonObject> Objects(RecordedExchange exchange)
    {
        var response = (JsonObject)JsonNode.Parse(exchange.Body)!;
        var kind = response["kind"]!.GetValue<string>();
        return response["items"] is not JsonArray items ? [response] : items.Select(item => (JsonObject)item!.DeepClone()).Select(item => new JsonObject(
            item.Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone())).Prepend(new("kind", kind[..^"List".Length])).Prepend(
                new("apiVersion", response["apiVersion"]!.DeepClone()))));
    }

    [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")]
    private static partial Regex Uids();

    // A body that is part of the sandbox's data is not stored twice.
    [GeneratedRegex(@"^<\d+ bytes, SHA-512 ([0-9A-F]{128})>\s*$")]
    private static partial Regex Digest();

    private void Normalize(JsonNode? expected, JsonNode? actual)
    {
        switch (expected, actual)
        {
            case (JsonObject left, JsonObject right):
                foreach (var name in left.Select(member => member.Key).Where(right.ContainsKey).ToList())
                {
                    Normalize(name, left, right);
                }

                break;
            case (JsonArray left, JsonArray right):
                // The server returns rules in no particular order.
                Sort(left);
                Sort(right);
                HideTokenIds(left);
                HideTokenIds(right);
                for (var index = 0; index < Math.Min(left.Count, right.Count); index++)
                {
                    if (IsTime(left[index]) && IsTime(right[index]))
                    {
                        (left[index], right[index]) = ("TIME", "TIME");
                    }

                    Normalize(left[index], right[index]);
                }

                break;
        }
    }

    // A cell of a table: an age, or the time itself.
    private static bool IsTime(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) && Time().IsMatch(text);

    [GeneratedRegex(@"^((\d+[ydhms]){1,2}|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)$")]
    private static partial Regex Time();

    // Each token has its own id.
    private static void HideTokenIds(JsonArray array)
    {
        if (array is [JsonValue value] && value.ToString().StartsWith("JTI=", StringComparison.Ordinal))
        {
            array[0] = "JTI=";
        }
    }

    private static void Sort(JsonArray array)
    {
        if (array.All(item => item is JsonObject value && value.ContainsKey("verbs") && !value.ContainsKey("name")))
        {
            var items = array.OrderBy(item => item!.ToJsonString(), StringComparer.Ordinal).ToList();
            array.Clear();
            items.ForEach(array.Add);
        }
    }

    private void Normalize(string name, JsonObject expected, JsonObject actual)
    {
        if (expected[name] is not JsonValue left || actual[name] is not JsonValue right || left.GetValueKind() != System.Text.Json.JsonValueKind.String)
        {
            Normalize(expected[name], actual[name]);
        }
        else if (s_times.Contains(name) || name is "token" or "ca.crt")
        {
            expected[name] = "";
            actual[name] = "";
        }
        else if (s_learned.Contains(name))
        {
            // The version of a list changes with every write in the cluster.
            var recorded = left.GetValue<string>();
            if (!expected.ContainsKey("name") && name == "resourceVersion")
            {
                expected[name] = "";
                actual[name] = "";
            }
            else if (!_renamed.Contains(recorded))
            {
                _learned.TryAdd(recorded, right.GetValue<string>());
                expected[name] = _learned[recorded];
            }
        }
    }
}
