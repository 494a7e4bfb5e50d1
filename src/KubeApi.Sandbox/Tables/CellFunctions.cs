using System.Collections.Frozen;
using KubeApi.Sandbox.Json;

namespace KubeApi.Sandbox.Tables;

/// <summary>The functions for cells in `Data/columns.json`. Algorithms of one kind have their own classes.</summary>
internal static class CellFunctions
{
    private const int ListLimit = 3;

    public delegate JsonNode? Function(CellContext context, JsonNode?[] arguments);

    public static FrozenDictionary<string, Function> All { get; } = new Dictionary<string, Function>(StringComparer.Ordinal)
    {
        ["age"] = (context, arguments) => Time(arguments[0]) is { } time ? HumanDuration.Of(context.Now - time) : "<unknown>",
        ["duration"] = (_, arguments) => arguments[0] is { } seconds ? HumanDuration.Of(TimeSpan.FromSeconds(Number(seconds))) : null,
        ["count"] = (_, arguments) => arguments.Sum(Count),
        ["first"] = (_, arguments) => arguments[0] is JsonArray { Count: > 0 } list ? list[0] : null,
        ["join"] = (_, arguments) => string.Join(',', Texts(arguments[0])),
        ["more"] = (_, arguments) => More([.. Texts(arguments[0])]),
        ["format"] = (_, arguments) => string.Format(CultureInfo.InvariantCulture, Text(arguments[0]), [.. arguments.Skip(1).Select(Text)]),
        ["lower"] = (_, arguments) => Text(arguments[0]).ToLowerInvariant(),
        ["trim"] = (_, arguments) => Text(arguments[0]).Trim(),
        ["bool"] = (_, arguments) => arguments[0] is { } truth ? Text(truth) == "true" ? "True" : "False" : null,
        ["exists"] = (_, arguments) => arguments[0] is null ? null : true,
        ["equals"] = (_, arguments) => Text(arguments[0]) == Text(arguments[1]) ? true : null,
        ["when"] = (_, arguments) => !CellExpression.IsEmpty(arguments[0]) ? arguments[1] : arguments.ElementAtOrDefault(2),
        ["where"] = (_, arguments) => Where(arguments[0], Text(arguments[1]), Text(arguments[2]))?[Text(arguments[3])],
        ["labels"] = (_, arguments) => SelectorText.OfLabels(arguments[0]) ?? "<none>",
        ["selector"] = (_, arguments) => SelectorText.Of(arguments[0]) ?? "<none>",
        ["podReady"] = (context, _) => PodCells.Read(context).Ready,
        ["podStatus"] = (context, _) => PodCells.Read(context).Status,
        ["podRestarts"] = (context, _) => PodCells.Read(context).Restarts,
        ["podGates"] = (context, _) => PodCells.Gates(context.Value),
        ["nodeStatus"] = (context, _) => NodeCells.Status(context.Value),
        ["nodeRoles"] = (context, _) => NodeCells.Roles(context.Value),
        ["serviceExternalAddress"] = (context, _) => NetworkCells.ExternalAddress(context.Value),
        ["servicePorts"] = (context, _) => NetworkCells.ServicePorts(context.Value),
        ["ingressHosts"] = (context, _) => NetworkCells.Hosts(context.Value),
        ["balancerAddresses"] = (context, _) => NetworkCells.BalancerAddresses(context.Value),
        ["endpointAddresses"] = (context, _) => NetworkCells.EndpointAddresses(context.Value),
        ["endpointPorts"] = (context, _) => NetworkCells.EndpointPorts(context.Value),
        ["jobStatus"] = (context, _) => JobCells.Status(context.Value),
        ["jobCompletions"] = (context, _) => JobCells.Completions(context.Value),
        ["jobDuration"] = (context, _) => JobCells.Duration(context),
        ["autoscalerTargets"] = (context, _) => AutoscalerCells.Targets(context.Value),
        ["signingCondition"] = (context, _) => SummaryCells.SigningCondition(context.Value),
        ["controller"] = (context, _) => SummaryCells.Controller(context.Value),
        ["subjects"] = (context, arguments) => SummaryCells.Subjects(context.Value, Text(arguments[0])),
        ["usage"] = (context, arguments) => SummaryCells.Usage(context.Value, Text(arguments[0])),
        ["quota"] = (context, arguments) => SummaryCells.Quota(context.Value, isLimit: Text(arguments[0]) == "limits"),
        ["accessModes"] = (_, arguments) => SummaryCells.AccessModes(Texts(arguments[0])),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>A scalar as a string; empty if it is missing.</summary>
    public static string Text(JsonNode? node) => node switch
    {
        null => "",
        JsonValue value when value.TryGetValue<string>(out var text) => text,
        _ => node.ToJsonString(),
    };

    public static IEnumerable<string> Texts(JsonNode? list) => (list as JsonArray)?.Select(Text) ?? [];

    /// <summary>The objects of a list; none if there is no list.</summary>
    public static IEnumerable<JsonObject> Objects(JsonNode? list) => (list as JsonArray)?.OfType<JsonObject>() ?? [];

    /// <summary>The number there; 0 if there is none.</summary>
    public static long Number(JsonNode? node) =>
        long.TryParse(Text(node), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : 0;

    public static DateTimeOffset? Time(JsonNode? node) =>
        DateTimeOffset.TryParse(Text(node), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    /// <summary>The first object of a list with a given member: the condition of a type, the address of a kind.</summary>
    public static JsonObject? Where(JsonNode? list, string member, string text) => Objects(list).FirstOrDefault(item => item.StringAt(member) == text);

    /// <summary>The first three, and the number of others.</summary>
    public static string More(IReadOnlyCollection<string> all) => More(all, all.Count);

    /// <param name="count">The total number, if not all are given.</param>
    public static string More(IEnumerable<string> first, int count) =>
        string.Join(',', first.Take(ListLimit)) + (count > ListLimit ? string.Create(CultureInfo.InvariantCulture, $" + {count - ListLimit} more...") : "");

    private static int Count(JsonNode? node) => node switch { JsonArray list => list.Count, JsonObject map => map.Count, _ => 0 };
}
