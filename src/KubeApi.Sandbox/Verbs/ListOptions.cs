using System.Numerics;
using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Flow;
using KubeApi.Sandbox.Protocol;
using KubeApi.Sandbox.Selectors;
using KubeApi.Sandbox.Store;
using KubeApi.Sandbox.Types;

namespace KubeApi.Sandbox.Verbs;

/// <summary>The query options of a list, a watch or a deletecollection.</summary>
internal sealed class ListOptions
{
    public const string Exact = "Exact";
    public const string NotOlderThan = "NotOlderThan";

    // In seconds; the maximum of timers is about twice of it.
    private const long LongestTimeout = int.MaxValue / 1000;

    private ListOptions(ResourceType type, ApiRequest api)
    {
        Namespace = type.IsNamespaced && api.Info.Namespace.Length > 0 ? api.Info.Namespace : null;
        // Numbers are parsed before other validation.
        Timeout = Number(api, "timeoutSeconds") is > 0 and var seconds ? TimeSpan.FromSeconds(Math.Min(seconds, LongestTimeout)) : null;
        Limit = Number(api, "limit");
        Labels = LabelSelector.Parse(api.Query("labelSelector"));
        Fields = FieldSelector.Parse(api.Query("fieldSelector"), type);
        Continue = api.Query("continue");
        var isWatch = api.Info.Verb == "watch";
        Version = ParseVersion(api.Query("resourceVersion"), isWatch);
        VersionMatch = api.Query("resourceVersionMatch");
        AllowBookmarks = IsTrue(api.Query("allowWatchBookmarks"));
        SendInitialEvents = api.Query("sendInitialEvents") is { } send ? IsTrue(send) : null;
        IsExpired = HistoryHeader.IsExpired(api.Http.Request);
        Name = api.Info.IsNamed ? api.Info.Name : null;
        ListOptionRules.Check(this, isWatch);
    }

    /// <summary>Null for all namespaces.</summary>
    public string? Namespace { get; }

    public LabelSelector Labels { get; }

    public FieldSelector Fields { get; }

    public long Limit { get; }

    public string? Continue { get; }

    /// <summary>The requested resourceVersion; null for none.</summary>
    public long? Version { get; }

    public string? VersionMatch { get; }

    public TimeSpan? Timeout { get; }

    public bool AllowBookmarks { get; }

    public bool? SendInitialEvents { get; }

    /// <summary>The name in the path of a deprecated watch; null for all objects.</summary>
    public string? Name { get; }

    /// <summary>Whether all earlier versions count as expired.</summary>
    public bool IsExpired { get; }

    public bool HasSelector => !Labels.IsEmpty || !Fields.IsEmpty;

    public static ListOptions Parse(ResourceType type, ApiRequest api) => new(type, api);

    public bool Matches(StoredObject value) => (Name is null || value.Name == Name) && Labels.Matches(value) && Fields.Matches(value);

    public bool IsInNamespace(StoredObject value) => Namespace is null || value.Namespace == Namespace;

    private static long? ParseVersion(string? text, bool isWatch)
    {
        if (text is null)
        {
            return null;
        }

        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var version))
        {
            return version;
        }

        var why = $"resourceVersion: Invalid value: {ApiErrors.Quote(text)}: strconv.ParseUint: parsing {ApiErrors.Quote(text)}: invalid syntax";
        throw isWatch ? ApiErrors.PassedOn(why) : ApiErrors.BadRequest($"invalid resource version: {why}");
    }

    private static long Number(ApiRequest api, string name)
    {
        if (api.Http.Request.Query[name] is not [{ } text, ..])
        {
            return 0;
        }

        var isNumber = BigInteger.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number);
        return isNumber && number >= long.MinValue && number <= long.MaxValue
            ? (long)number
            : throw ApiErrors.BadRequest($"strconv.ParseInt: parsing {ApiErrors.Quote(text)}: {(isNumber ? "value out of range" : "invalid syntax")}");
    }

    private static bool IsTrue(string? text) => text is "true" or "1" or "True" or "TRUE" or "t" or "T";
}
