using System.Management.Automation;
using System.Management.Automation.Runspaces;
using KubeApi.Output;
using KubeApi.Session;

namespace KubeApi.Formatting;

/// <summary>The views that were defined in the current runspace. The runspace itself keeps them.</summary>
internal static class RunspaceViews
{
    /// <summary>The labels of all columns of the kinds whose views are defined.</summary>
    /// <param name="kind">Only those of this kind: <c>apps/v1/Deployment</c>; null for all.</param>
    public static IEnumerable<string> Labels(string? kind = null) =>
        from format in Runspace.DefaultRunspace?.InitialSessionState?.Formats.ToList() ?? []
        where format.FormatData?.TypeName.StartsWith(ApiObject.TypeName, StringComparison.Ordinal) == true
        where kind is null || format.FormatData.TypeName.EndsWith($"#{kind}", StringComparison.Ordinal)
        from view in format.FormatData.FormatViewDefinition
        where view.Control is TableControl
        from header in ((TableControl)view.Control).Headers
        select header.Label;

    /// <summary>Defines the views of types, unless the runspace has the same ones. On the pipeline thread only.</summary>
    public static void Define(IEnumerable<ExtendedTypeDefinition> definitions) => Define(definitions, (a, b) => KindView.Signature(a) == KindView.Signature(b));

    /// <summary>Defines the views of types for which the runspace has none. On the pipeline thread only.</summary>
    public static void DefineMissing(IEnumerable<ExtendedTypeDefinition> definitions) => Define(definitions, (_, _) => true);

    private static void Define(IEnumerable<ExtendedTypeDefinition> definitions, Func<ExtendedTypeDefinition, ExtendedTypeDefinition, bool> isKept)
    {
        if (Runspace.DefaultRunspace?.InitialSessionState?.Formats is not { } formats)
        {
            return;
        }

        var loaded = SessionStore.OfRunspace.Views;
        var count = loaded.Count;
        // The runspaces of a pool share the list, and an update that meets a change of it fails.
        lock (formats)
        {
            foreach (var definition in definitions)
            {
                loaded.Add(Add(formats, definition, isKept));
            }

            if (loaded.Count > count)
            {
                Update();
            }
        }
    }

    // The definition that the list has then.
    private static ExtendedTypeDefinition Add(
        InitialSessionStateEntryCollection<SessionStateFormatEntry> formats, ExtendedTypeDefinition definition,
        Func<ExtendedTypeDefinition, ExtendedTypeDefinition, bool> isKept)
    {
        for (var i = formats.Count - 1; i >= 0; i--)
        {
            if (formats[i].FormatData is { } known && known.TypeNames.Contains(definition.TypeName))
            {
                if (isKept(known, definition))
                {
                    return known;
                }

                // The first definition of a type wins.
                formats.RemoveItem(i);
            }
        }

        formats.Add(new SessionStateFormatEntry(definition));
        return definition;
    }

    private static void Update()
    {
        if (Type.GetType("Microsoft.PowerShell.Commands.UpdateFormatDataCommand, Microsoft.PowerShell.Commands.Utility") is not { } command)
        {
            return;
        }

        using var shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
        // By its type: looking the command up by name imports its whole module, which takes ten times as long as the command.
        shell.AddCommand(new CmdletInfo("Update-FormatData", command)).AddParameter("ErrorAction", ActionPreference.Ignore);
        try
        {
            shell.Invoke();
        }
        catch (RuntimeException e) when (e is not PipelineStoppedException)
        {
            // A runspace without that command, or with fixed formats, shows the objects by their general view.
        }
    }
}
