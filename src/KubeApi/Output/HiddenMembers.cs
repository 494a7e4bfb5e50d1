using System.Management.Automation;
using KubeApi.Client.Errors;
using KubeApi.Client.Workloads;
using KubeApi.Client.Writing;

namespace KubeApi.Output;

/// <summary>
/// The members that KubeApi.Types.ps1xml adds to API objects. They can be used by name but are not displayed: an object's visible properties are exactly the
/// API's fields. Public, because PowerShell calls them.
/// </summary>
public static class HiddenMembers
{
    /// <summary>The object's <c>metadata.name</c>; null if it has none.</summary>
    public static object? Name(PSObject? o) => Metadata(o, "name");

    /// <summary>The object's <c>metadata.namespace</c>; null for cluster-scoped objects.</summary>
    public static object? Namespace(PSObject? o) => Metadata(o, "namespace");

    /// <summary>The creation time of the object, as a local <see cref="DateTime"/>, like Get-Date; null if unknown.</summary>
    public static object? Created(PSObject? o) => Local(Metadata(o, "creationTimestamp"));

    /// <summary>The <see cref="TimeSpan"/> since the object was created, in whole seconds; null if that is unknown.</summary>
    public static object? Age(PSObject? o) => ColumnValue.AgeOf(o);

    /// <summary>The server's columns, a property each; null for an object without them.</summary>
    public static object? Columns(PSObject? o) => ObjectColumns.Of(o);

    /// <summary>What Set-KubeApiObject or Clear-KubeApiNode did, as a <see cref="WriteResult"/>; null for any other object.</summary>
    public static object? Result(PSObject? o) => ObjectOrigin.Of(o)?.Result;

    /// <summary>The number of steps from the object whose owners or dependents were read, from 1; null for any other object.</summary>
    public static object? Depth(PSObject? o) => ObjectOrigin.Of(o)?.Depth;

    /// <summary>
    /// When an event was last observed, as a local <see cref="DateTime"/>: <c>lastTimestamp</c>, which new clients leave empty; then the last time of
    /// its series, <c>eventTime</c>, and its creation. As in kubectl, a series takes precedence over eventTime, which is the time of the first occurrence.
    /// </summary>
    public static object? LastSeen(PSObject? o) =>
        Local(ObjectMember.Of(o, "lastTimestamp")) ?? Local(ObjectMember.Of(o, "deprecatedLastTimestamp"))
        ?? Local(ObjectMember.Of(ObjectMember.Of(o, "series"), "lastObservedTime")) ?? Local(ObjectMember.Of(o, "eventTime"))
        ?? Local(Metadata(o, "creationTimestamp"));

    /// <summary>When an event was first observed, likewise.</summary>
    public static object? FirstSeen(PSObject? o) =>
        Local(ObjectMember.Of(o, "firstTimestamp")) ?? Local(ObjectMember.Of(o, "deprecatedFirstTimestamp"))
        ?? Local(ObjectMember.Of(o, "eventTime")) ?? Local(Metadata(o, "creationTimestamp"));

    /// <summary>How often an event was observed: the count of its series, or its own; 1 for an event without a count.</summary>
    public static object Occurrences(PSObject? o) => new[]
    {
        ObjectMember.Of(ObjectMember.Of(o, "series"), "count"), ObjectMember.Of(o, "count"), ObjectMember.Of(o, "deprecatedCount"),
    }.OfType<long>().Append(1).Max();

    /// <summary>The container that an event is about; null if it is not about one container.</summary>
    public static object? Container(PSObject? o) =>
        EventFields.Container(ObjectMember.Of(ObjectMember.Of(o, "involvedObject") ?? ObjectMember.Of(o, "regarding"), "fieldPath") as string);

    /// <summary>The kind and name: <c>Pod/web-1</c>.</summary>
    public static string ToString(PSObject? o) => $"{ObjectMember.Of(o, "kind")}/{Name(o)}";

    private static string? Metadata(PSObject? o, string name) => ObjectMetadata.Of(o, name);

    private static DateTime? Local(object? timestamp) => UtcTime.Parse(timestamp as string)?.LocalDateTime;
}
