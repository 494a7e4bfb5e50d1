using System.Text.Json.Nodes;

namespace KubeApi.Tests.Sandbox;

/// <summary>A response, read to its end.</summary>
internal sealed record SandboxResponse(int Status, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public JsonObject Json => (JsonObject)JsonNode.Parse(Body)!;

    public IReadOnlyList<JsonObject> Items => [.. ((JsonArray)Json["items"]!).Select(item => (JsonObject)item!)];

    public IReadOnlyList<string> Names => [.. Items.Select(item => item["metadata"]!["name"]!.GetValue<string>())];

    public string? Message => Json["message"]?.GetValue<string>();

    public string? Reason => Json["reason"]?.GetValue<string>();

    public string? Version => Json["metadata"]?["resourceVersion"]?.GetValue<string>();

    public string? Continue => Json["metadata"]?["continue"]?.GetValue<string>();
}
