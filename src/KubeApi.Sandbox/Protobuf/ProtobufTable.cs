using System.Globalization;
using System.Text.Json.Nodes;

namespace KubeApi.Sandbox.Protobuf;

/// <summary>
/// The published messages: `Data/protobuf.json`, which is made from the `generated.proto` and `types.go` of k8s.io/api, and of apiextensions and apiregistration, whose
/// kinds clients send as JSON.
/// </summary>
internal static class ProtobufTable
{
    private static readonly Lazy<JsonObject> s_table = new(() => Recorded.Object("protobuf.json"));
    private static readonly Dictionary<string, OrderedDictionary<int, ProtobufField>> s_messages = new(StringComparer.Ordinal);

    /// <summary>The message of a kind, `core.v1.Pod` of `v1/Pod`; null for a kind that is none.</summary>
    public static string? Root(string apiVersion, string kind) => s_table.Value["roots"]![$"{apiVersion}/{kind}"]?.GetValue<string>();

    /// <summary>The fields of a message by their numbers, in the order of their type; null for a message that is not published.</summary>
    public static OrderedDictionary<int, ProtobufField>? FieldsOf(string message)
    {
        lock (s_messages)
        {
            if (!s_messages.TryGetValue(message, out var fields))
            {
                if (s_table.Value["messages"]![message] is not JsonObject row)
                {
                    return null;
                }

                s_messages[message] = fields = new(
                    row.Select(cell => KeyValuePair.Create(int.Parse(cell.Key, CultureInfo.InvariantCulture), ProtobufField.Parse(cell.Value!.GetValue<string>()))));
            }

            return fields;
        }
    }
}
