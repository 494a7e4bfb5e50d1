using KubeApi.Sandbox.Json;

namespace KubeApi.Sandbox.OpenApi;

/// <summary>The group versions that DeleteOptions and WatchEvent belong to: all that the server was built with, served or not.</summary>
internal static class OptionVersions
{
    private static readonly Lazy<JsonObject> s_data = new(() => Recorded.Object("openapi/option-versions.json"));

    public static JsonArray All(string kind) => Kinds(kind, []);

    /// <summary>As the documents of custom resources have them, which come from another part of the server.</summary>
    public static JsonArray OfCustom(string kind) => Kinds(kind, Texts("missingForCustom"));

    private static JsonArray Kinds(string kind, List<string> missing) => new([.. Texts("all").Except(missing).Select(version => version.Split('/'))
        .Select(parts => new JsonObject { ["group"] = parts.Length > 1 ? parts[0] : "", ["kind"] = kind, ["version"] = parts[^1] })]);

    private static List<string> Texts(string name) => [.. s_data.Value[name]!.AsArray().Select(text => text!.GetValue<string>())];
}
