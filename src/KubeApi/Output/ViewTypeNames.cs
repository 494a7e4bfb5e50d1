using System.Management.Automation;

namespace KubeApi.Output;

/// <summary>
/// The type names that choose an object's view. They precede the object's own, <c>KubeApi.Object#apps/v1/Deployment</c>, whose view shows the server's columns.
/// </summary>
internal static class ViewTypeNames
{
    /// <summary>An object that came without columns.</summary>
    public const string WithoutColumns = "KubeApi.Object.WithoutColumns";

    /// <summary>An object of one of several namespaces that one command reads; with <c>#</c> and its kind.</summary>
    public const string OfNamespace = "KubeApi.Object.OfNamespace";

    /// <summary>An object of one of several sessions; one with columns has this name a second time, with <c>#</c> and its kind.</summary>
    public const string OfSession = "KubeApi.Object.OfSession";

    /// <summary>An object of one of several resource types.</summary>
    public const string OfType = "KubeApi.Object.OfType";

    /// <summary>An object of one of several resource types and sessions.</summary>
    public const string OfTypeAndSession = "KubeApi.Object.OfTypeAndSession";

    /// <summary>An object that Set-KubeApiObject wrote: its view shows the result of the write.</summary>
    public const string Written = "KubeApi.Object.Written";

    /// <summary>An object that Set-KubeApiObject wrote, of one of several sessions.</summary>
    public const string WrittenOfSession = "KubeApi.Object.Written.OfSession";

    /// <summary>An owner or a dependent of another object: a row of their tree.</summary>
    public const string OfTree = "KubeApi.Object.OfTree";

    /// <summary>An event of the API, as Get-KubeApiEvent writes it.</summary>
    public const string Occurrence = "KubeApi.Object.Event";

    /// <summary>An event of the API, for a narrow console: its message is below the other values.</summary>
    public const string OccurrenceBelow = "KubeApi.Object.Event.Below";

    /// <summary>An event of the API, of one of several namespaces.</summary>
    public const string OccurrenceOfNamespace = "KubeApi.Object.Event.OfNamespace";

    /// <summary>An event of the API, of one of several sessions.</summary>
    public const string OccurrenceOfSession = "KubeApi.Object.Event.OfSession";

    /// <summary>A subject of a permission, for a narrow console: its binding and its role are below it.</summary>
    public const string SubjectBelow = "KubeApi.AccessSubject.Below";

    /// <summary>An event of a watch; one with columns has this name a second time, with <c>#</c> and its kind.</summary>
    public const string Event = "KubeApi.WatchEvent";

    /// <summary>An event of one of several namespaces; with <c>#</c> and its kind.</summary>
    public const string EventOfNamespace = "KubeApi.WatchEvent.OfNamespace";

    /// <summary>An event of one of several sessions; with <c>#</c> and its kind.</summary>
    public const string EventOfSession = "KubeApi.WatchEvent.OfSession";

    /// <summary>An event with the fields that changed.</summary>
    public const string EventWithChange = "KubeApi.WatchEvent.WithChange";

    /// <summary>An event of a watch of several resource types.</summary>
    public const string EventOfType = "KubeApi.WatchEvent.OfType";

    /// <summary>An event of a watch whose objects have no columns.</summary>
    public const string EventWithoutColumns = "KubeApi.WatchEvent.WithoutColumns";

    /// <summary>The start of the type names of flat rows for events; the names of their columns follow.</summary>
    public const string EventRow = "KubeApi.WatchEvent.Row#";

    /// <summary>Whether the view of an object, or of an event about it, shows its session.</summary>
    public static bool HasSession(PSObject o) =>
        o.TypeNames.Contains(OfSession) || o.TypeNames.Any(n => n.StartsWith(EventOfSession, StringComparison.Ordinal));
}
