using System.Management.Automation;
using System.Management.Automation.Runspaces;
using KubeApi.Output;

namespace KubeApi.Formatting;

/// <summary>The views that were defined in the current runspace. The runspace itself keeps them.</summary>
/// <remarks>
/// The module's file of views is not in the manifest: PowerShell builds all its views anew for it, a quarter of the time of Import-Module. The first command
/// adds the file, with the other views that it needs; Connect-KubeApi while it waits for the server.
/// </remarks>
internal static class RunspaceViews
{
    private const string File = "KubeApi.Format.ps1xml";

    /// <summary>The labels of all columns of the kinds whose views are defined.</summary>
    public static IEnumerable<string> Labels() =>
        from format in Runspace.DefaultRunspace?.InitialSessionState?.Formats.ToList() ?? []
        where format.FormatData?.TypeName.StartsWith(ApiObject.TypeName, StringComparison.Ordinal) == true
        from view in format.FormatData.FormatViewDefinition
        where view.Control is TableControl
        from header in ((TableControl)view.Control).Headers
        select header.Label;

    /// <summary>Defines the views of types, unless the runspace has the same ones. On the pipeline thread only.</summary>
    public static void Define(IReadOnlyList<ExtendedTypeDefinition> definitions)
    {
        var hasNew = false;
        if (Runspace.DefaultRunspace?.InitialSessionState?.Formats is { } formats)
        {
            foreach (var definition in definitions)
            {
                hasNew |= Add(formats, definition);
            }
        }

        if (hasNew)
        {
            Update();
        }
    }

    /// <summary>Defines the views of the module's file, and those of types, unless the runspace has any of the same name.</summary>
    /// <param name="folder">The folder of the module; null if the command does not come from a module.</param>
    /// <param name="definitions">Other views.</param>
    public static void DefineMissing(string? folder, IEnumerable<ExtendedTypeDefinition> definitions)
    {
        if (Runspace.DefaultRunspace?.InitialSessionState?.Formats is not { } formats)
        {
            return;
        }

        var file = folder is null ? null : Path.Join(folder, File);
        var hasNew = file is not null && formats.All(f => f.FileName != file);
        if (hasNew)
        {
            formats.Add(new SessionStateFormatEntry(file));
        }

        foreach (var definition in definitions.Where(d => formats.All(f => f.FormatData?.TypeName != d.TypeName)))
        {
            formats.Add(new SessionStateFormatEntry(definition));
            hasNew = true;
        }

        if (hasNew)
        {
            Update();
        }
    }

    /// <summary>Forgets the module's file of views. PowerShell would look for it whenever it builds its views.</summary>
    public static void Forget(string folder)
    {
        if (Runspace.DefaultRunspace?.InitialSessionState?.Formats is { } formats)
        {
            for (var i = formats.Count - 1; i >= 0; i--)
            {
                if (formats[i].FileName == Path.Join(folder, File))
                {
                    formats.RemoveItem(i);
                }
            }
        }
    }

    // Whether the definition was not there before.
    private static bool Add(InitialSessionStateEntryCollection<SessionStateFormatEntry> formats, ExtendedTypeDefinition definition)
    {
        for (var i = formats.Count - 1; i >= 0; i--)
        {
            if (formats[i].FormatData is { } known && known.TypeNames.Contains(definition.TypeName))
            {
                if (KindView.Signature(known) == KindView.Signature(definition))
                {
                    return false;
                }

                // The first definition of a type wins.
                formats.RemoveItem(i);
            }
        }

        formats.Add(new SessionStateFormatEntry(definition));
        return true;
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
