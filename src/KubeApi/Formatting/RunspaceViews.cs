using System.Management.Automation;
using System.Management.Automation.Runspaces;
using KubeApi.Output;
using KubeApi.Session;

namespace KubeApi.Formatting;

/// <summary>
/// The views of the current runspace that are made from the server's columns: those of the module's file, and those that were defined since. The runspace
/// itself keeps them.
/// </summary>
internal static class RunspaceViews
{
    private const string FileName = "KubeApi.Format.ps1xml";

    /// <summary>The labels of all columns of the kinds whose views exist.</summary>
    /// <param name="kind">Only those of this kind: <c>apps/v1/Deployment</c>; null for all.</param>
    public static IEnumerable<string> Labels(string? kind = null)
    {
        var formats = Runspace.DefaultRunspace?.InitialSessionState?.Formats.ToList() ?? [];
        return from definition in formats.Select(f => f.FormatData).OfType<ExtendedTypeDefinition>()
                   .Concat(formats.Any(IsFile) ? CommonKinds.Views(kind) : []).DistinctBy(d => d.TypeName)
               where definition.TypeName.StartsWith(ApiObject.TypeName, StringComparison.Ordinal)
               where kind is null || definition.TypeName.EndsWith($"#{kind}", StringComparison.Ordinal)
               from view in definition.FormatViewDefinition
               where view.Control is TableControl
               from header in ((TableControl)view.Control).Headers
               select header.Label.Replace('\n', ' ');
    }

    /// <summary>Defines the views of a type, unless the runspace has others that serve. On the pipeline thread only.</summary>
    public static void Define(FittedViews views) => Define(views.Definition, views.IsServedBy);

    /// <summary>Defines the views of a type, unless the runspace has the same ones. On the pipeline thread only.</summary>
    public static void Define(ExtendedTypeDefinition definition) => Define(definition, _ => false);

    private static void Define(ExtendedTypeDefinition definition, Func<ExtendedTypeDefinition, bool> isServedBy)
    {
        if (Runspace.DefaultRunspace?.InitialSessionState?.Formats is not { } formats)
        {
            return;
        }

        var loaded = SessionStore.OfRunspace.Views;
        // The runspaces of a pool share the list, and an update fails if another runspace changes the list meanwhile.
        lock (formats)
        {
            var older = formats.Where(f => f.FormatData?.TypeNames.Contains(definition.TypeName) == true).ToList();
            if (older.Find(f => IsSame(f.FormatData, definition) || isServedBy(f.FormatData)) is { } known)
            {
                if (loaded.Add(known.FormatData))
                {
                    Update();
                }

                return;
            }

            var isInFile = formats.Any(IsFile) && IsCommon(definition);
            if (isInFile && older.Count == 0)
            {
                return;
            }

            // The first definition of a type wins.
            SessionStateFormatEntry[] all = [.. isInFile ? [] : new[] { new SessionStateFormatEntry(definition) }, .. formats.Except(older)];
            formats.Clear();
            formats.Add(all);
            loaded.Add(definition);
            Update();
        }
    }

    private static bool IsCommon(ExtendedTypeDefinition definition) => definition.TypeName == ViewTypeNames.OfType
        ? definition.FormatViewDefinition.All(v => ((TableControl)v.Control).AutoSize)
        : CommonKinds.Views(definition.TypeName[(definition.TypeName.IndexOf('#') + 1)..])
        .Any(v => v.TypeName == definition.TypeName && IsSame(v, definition));

    private static bool IsFile(SessionStateFormatEntry entry) => Path.GetFileName(entry.FileName) == FileName;

    private static bool IsSame(ExtendedTypeDefinition a, ExtendedTypeDefinition b) => KindView.Signature(a) == KindView.Signature(b);

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
