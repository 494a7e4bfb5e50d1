using System.Management.Automation;
using KubeApi.Client.Requests;
using KubeApi.Output;

namespace KubeApi.Formatting;

/// <summary>Assigns the objects of one command their views: the server's columns of each kind.</summary>
/// <param name="width">The number of columns of the console; a large number if there is none.</param>
internal sealed class ObjectViews(int width = int.MaxValue)
{
    private readonly HashSet<string> _defined = new(StringComparer.Ordinal);
    private (ApiResource? Type, string Name) _shared;

    /// <summary>
    /// The same object, with the type names of its view before its own. The view of a kind is defined in the runspace when its first object arrives. On the
    /// pipeline thread only.
    /// </summary>
    /// <param name="o">The object; any other object remains unchanged.</param>
    /// <param name="scope">The ways in which the objects of the command can differ.</param>
    /// <param name="isWritten">Whether the view shows the result of a write instead of the server's columns.</param>
    public object? Present(object? o, ViewScope scope, bool isWritten = false)
    {
        if (o is not PSObject shown || shown.TypeNames.IndexOf(ApiObject.TypeName) is not (> 0 and var index))
        {
            return o;
        }

        if (scope.HasSessions)
        {
            shown.TypeNames.Insert(0, ViewTypeNames.OfSession);
            index++;
        }

        if (isWritten)
        {
            shown.TypeNames.Insert(0, scope.HasSessions ? ViewTypeNames.WrittenOfSession : ViewTypeNames.Written);
        }
        else if (scope.HasTypes)
        {
            shown.TypeNames.Insert(0, ViewTypeNames.OfType);
            if (scope.HasSessions)
            {
                shown.TypeNames.Insert(0, ViewTypeNames.OfTypeAndSession);
            }

            if (_defined.Add(shown.TypeNames[0]))
            {
                RunspaceViews.Define(SharedView.OfTypes(shown.TypeNames[0], shown, scope.HasSessions, width));
            }
        }
        else if (ServerCells.Of(shown) is { } cells)
        {
            var own = shown.TypeNames[index - 1];
            var hasNamespace = (scope.HasNamespaces || scope.HasSessions) && ObjectOrigin.Of(shown)?.Type.Namespaced == true;
            var prefix = scope.HasSessions ? ViewTypeNames.OfSession : hasNamespace ? ViewTypeNames.OfNamespace : null;
            var name = prefix is null ? own : prefix + own[ApiObject.TypeName.Length..];
            if (prefix is not null)
            {
                shown.TypeNames.Insert(0, name);
            }

            if (_defined.Add(name))
            {
                RunspaceViews.Define(FittedKindView.Create(name, shown, cells, scope.HasSessions, hasNamespace, width));
            }
        }

        if (!isWritten && !scope.HasTypes)
        {
            ShareView(shown);
        }

        return shown;
    }

    // Rows of a server may lack cells or have another kind. PowerShell would show such an object as a list of its fields, which have control characters.
    private void ShareView(PSObject o)
    {
        if (o.TypeNames[0] != _shared.Name && ObjectOrigin.Of(o)?.Type is { } type)
        {
            if (type.FullName == _shared.Type?.FullName)
            {
                o.TypeNames.Insert(0, _shared.Name);
            }
            else
            {
                _shared = (type, o.TypeNames[0]);
            }
        }
    }

    /// <summary>An owner or a dependent of another object, with the type name of its view in front: depth, kind, name and state.</summary>
    public static PSObject PresentTree(PSObject o)
    {
        o.TypeNames.Insert(0, ViewTypeNames.OfTree);
        return o;
    }

    /// <summary>A subject of a permission; for a narrow console, with the type name of the view that has its binding and its role below it.</summary>
    public static PSObject PresentSubject(AccessSubject subject, bool isNarrow)
    {
        var shown = PSObject.AsPSObject(subject);
        if (isNarrow)
        {
            shown.TypeNames.Insert(0, ViewTypeNames.SubjectBelow);
        }

        return shown;
    }

    /// <summary>An event of the API, with the type name of its view in front: age, type, reason, object and message.</summary>
    /// <param name="e">The event.</param>
    /// <param name="scope">The properties in which the events of the command differ.</param>
    /// <param name="isNarrow">Whether a message does not fit next to the other columns and is below them.</param>
    public static PSObject PresentEvent(PSObject e, ViewScope scope, bool isNarrow)
    {
        e.TypeNames.Insert(0, scope.HasSessions ? ViewTypeNames.OccurrenceOfSession
            : scope.HasNamespaces ? ViewTypeNames.OccurrenceOfNamespace
            : ViewTypeNames.Occurrence);
        if (isNarrow)
        {
            e.TypeNames.Insert(0, ViewTypeNames.OccurrenceBelow);
        }

        return e;
    }

    /// <summary>
    /// An event of a watch, with the type name of its view in front: time and type, then the server's columns of its kind. Events of several types, and of
    /// objects without columns, have a view that they share.
    /// </summary>
    /// <param name="e">The event.</param>
    /// <param name="apiVersion">The apiVersion of its type.</param>
    /// <param name="scope">The ways in which the objects of the command can differ.</param>
    /// <param name="ofTypes">Makes the view that events of several types share.</param>
    public PSObject Present(WatchedEvent e, string apiVersion, ViewScope scope, Func<string, ExtendedTypeDefinition> ofTypes)
    {
        var shown = PSObject.AsPSObject(e);
        shown.TypeNames.Insert(0, ViewTypeNames.Event);
        if (e.Change is not null)
        {
            shown.TypeNames.Insert(0, ViewTypeNames.EventWithChange);
        }
        else if (scope.HasTypes)
        {
            if (_defined.Add(ViewTypeNames.EventOfType))
            {
                RunspaceViews.Define(ofTypes(ViewTypeNames.EventOfType));
            }

            shown.TypeNames.Insert(0, ViewTypeNames.EventOfType);
        }
        else
        {
            var hasNamespace = e.Namespace.Length > 0 && (scope.HasNamespaces || scope.HasSessions);
            var prefix = scope.HasSessions ? ViewTypeNames.EventOfSession : hasNamespace ? ViewTypeNames.EventOfNamespace : ViewTypeNames.Event;
            var name = $"{prefix}#{apiVersion}/{e.Kind}";
            if (ServerCells.Of(e.Object) is { } cells && _defined.Add(name))
            {
                RunspaceViews.Define(EventView.Create(name, cells, scope.HasSessions, hasNamespace, width));
            }

            // Of a deletion during an interruption, only the identity is known.
            var hasColumns = _defined.Contains(name);
            if (!hasColumns && _defined.Add(ViewTypeNames.EventWithoutColumns))
            {
                RunspaceViews.Define(ofTypes(ViewTypeNames.EventWithoutColumns));
            }

            shown.TypeNames.Insert(0, hasColumns ? name : ViewTypeNames.EventWithoutColumns);
        }

        return shown;
    }

    /// <summary>
    /// A flat row for an event of a watch, with the type name of its view in front. Without a view, PowerShell shows a row only when the next one arrives.
    /// </summary>
    public void PresentRow(PSObject row)
    {
        var name = ViewTypeNames.EventRow + string.Join(',', row.Properties.Select(p => p.Name));
        if (_defined.Add(name))
        {
            RunspaceViews.Define(EventView.OfRows(name, row, width));
        }

        row.TypeNames.Insert(0, name);
    }
}
