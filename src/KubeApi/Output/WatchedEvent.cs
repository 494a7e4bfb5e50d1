using System.Diagnostics.CodeAnalysis;
using System.Management.Automation;
using KubeApi.Client.Watching;
using KubeApi.Session;

namespace KubeApi.Output;

/// <summary>One change of an object, as Watch-KubeApiObject writes it.</summary>
public sealed class WatchedEvent
{
    internal WatchedEvent(WatchEventType type, PSObject o, string kind, ObjectKey key, KubeApiSession session, DateTime time) =>
        (Type, Object, Kind, Namespace, Name, Source, Time) = (type.ToString(), o, kind, key.Namespace, key.Name, session, time);

    /// <summary>When the event arrived, in local time.</summary>
    public DateTime Time { get; }

    /// <summary>The type of the event: Added, Modified or Deleted.</summary>
    public string Type { get; }

    /// <summary>The object's kind: <c>Pod</c>.</summary>
    public string Kind { get; }

    /// <summary>The object's namespace; empty for cluster-scoped objects.</summary>
    public string Namespace { get; }

    /// <summary>The object's name.</summary>
    public string Name { get; }

    /// <summary>The object after the change; of a deleted one, its last state, or its identity alone if it was deleted during an interruption.</summary>
    [SuppressMessage("Naming", "CA1720", Justification = "The API's own term.")]
    public PSObject Object { get; }

    /// <summary>
    /// With -IncludeChange, the fields that differ from the last known state of the object, each with the field manager that changed it; empty for
    /// an object that was unknown. Null without that parameter.
    /// </summary>
    public DifferenceCollection? Change { get; init; }

    /// <summary>The name of the session that watched.</summary>
    public string Session => Source.Name;

    internal KubeApiSession Source { get; }

    /// <summary>The type of the event, kind and name: <c>Modified Pod/web-1</c>.</summary>
    public override string ToString() => $"{Type} {Kind}/{Name}";
}
