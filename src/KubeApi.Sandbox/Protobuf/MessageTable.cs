using System.Collections.Concurrent;
using KubeApi.Sandbox.Json;

namespace KubeApi.Sandbox.Protobuf;

/// <summary>
/// The compiled types of the API: their fields in declaration order, with their numbers. `Data/protobuf.json` is made from the published `generated.proto` and
/// `types.go` of k8s.io/api, and of apiextensions and apiregistration, whose kinds clients send as JSON only.
/// </summary>
internal static class MessageTable
{
    private static readonly Lazy<JsonObject> s_table = new(() => Recorded.Object("protobuf.json"));
    private static readonly ConcurrentDictionary<string, Dictionary<int, ProtobufField>?> s_messages = new(StringComparer.Ordinal);

    /// <summary>The type of a kind; null for any other kind.</summary>
    public static string? Root(string apiVersion, string kind) =>
        Sent(apiVersion, kind) ?? s_table.Value["unsent"]![$"{apiVersion}/{kind}"]?.GetValue<string>();

    /// <summary>As <see cref="Root"/>, of the kinds that clients send as messages.</summary>
    public static string? Sent(string apiVersion, string kind) => s_table.Value["roots"]![$"{apiVersion}/{kind}"]?.GetValue<string>();

    /// <summary>The fields of a type by their numbers, in order; null if the type is not an object.</summary>
    public static IReadOnlyDictionary<int, ProtobufField>? Fields(string type) => s_messages.GetOrAdd(type, Read);

    private static Dictionary<int, ProtobufField>? Read(string type) => (s_table.Value["messages"]![type] as JsonObject)?.ToDictionary(
        cell => int.Parse(cell.Key, CultureInfo.InvariantCulture),
        cell => ProtobufField.Parse(cell.Value!.GetValue<string>()));
}
