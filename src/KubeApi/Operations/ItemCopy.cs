using System.Management.Automation;
using KubeApi.Binding;
using KubeApi.Client.Errors;
using KubeApi.Client.Streaming;
using KubeApi.Client.Streaming.Copying;
using KubeApi.Output;
using KubeApi.Pipeline;
using KubeApi.Session;

namespace KubeApi.Operations;

/// <summary>Copies files and folders into containers and out of them. The failure of one item is one error, and the others follow.</summary>
/// <param name="pipeline">The cmdlet's run.</param>
/// <param name="sessions">Its sessions.</param>
/// <param name="pods">Finds pods.</param>
/// <param name="settings">The settings of the copy.</param>
internal sealed class ItemCopy(PipelineRun pipeline, SessionScope sessions, PodTargets pods, CopySettings settings)
{
    // What this command has copied to, and from where: a second pod must not overwrite the copy of the first one.
    private readonly Dictionary<string, string> _sources = new(OperatingSystem.IsLinux() ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase);

    /// <summary>Copies local items into each pod.</summary>
    /// <param name="targets">Names of pods, TYPE/NAME, or objects.</param>
    /// <param name="paths">The local paths.</param>
    public void ToPods(IEnumerable<object> targets, IReadOnlyList<string> paths)
    {
        List<LocalItem> items = [];
        foreach (var path in paths)
        {
            pipeline.Attempt(LocalPath.TargetOf(path, "Path"), null, () =>
            {
                foreach (var full in new ManifestPaths(pipeline.Host.SessionState, settings.IsLiteral, recurse: false).Resolve(path, FailureKind.ItemNotFound))
                {
                    pipeline.Attempt(full, null, () => items.Add(LocalItemAt(full)));
                }
            });
        }

        if (items.Count > 0)
        {
            ForEach(targets, (target, options) => Upload(target, options, items, IsFolder(paths, '/')));
        }
    }

    /// <summary>Copies items out of each pod.</summary>
    /// <param name="targets">Names of pods, TYPE/NAME, or objects.</param>
    /// <param name="paths">The paths in the containers.</param>
    public void FromPods(IEnumerable<object> targets, IReadOnlyList<string> paths) =>
        ForEach(targets, (target, options) => Download(target, options, paths, IsFolder(paths, '/', Path.DirectorySeparatorChar)));

    private void ForEach(IEnumerable<object> targets, Action<CommandTarget, CopyOptions> copy)
    {
        foreach (var selection in targets.SelectMany(t => pods.Find(PSObject.AsPSObject(t))))
        {
            pipeline.Attempt(selection.Text, selection.Session, () =>
            {
                if (settings.DebugImage is null)
                {
                    copy(ContainerOf(selection), settings.Options);
                }
                else if (Debugger(selection, settings.DebugImage) is { } found)
                {
                    copy(found.Debugger, settings.Options with { Root = found.Root });
                }
            });
        }
    }

    // A container with the tools, and the root of the target container's file system; null if none may be added.
    private (CommandTarget Debugger, string Root)? Debugger(PodSelection selection, string image)
    {
        var (session, pod) = (selection.Session, pods.Read(selection, onlyNewest: true)[0]);
        var container = pods.ContainerOf(selection, pod, settings.Container).Name;
        var target = new CommandTarget(sessions.ClientOf(session), selection.Namespace, pod.Name, DebugContainers.Find(pod, image, container), session);
        if (target.Container is null)
        {
            if (!pipeline.ShouldProcess(Describe(target), $"Add an ephemeral container with the image '{image}', which stays in the pod"))
            {
                return null;
            }

            (pod, var added) = new DebugContainers(pipeline, sessions).Add(selection, pod, image, container, hasTerminal: false);
            target = target with { Container = added };
        }

        var reporter = new CopyReporter(pipeline, session, $"Copying through {target}");
        return (target, Wait(token => ContainerRoot.FindAsync(target, pod, container, reporter, session.Clock, token)));
    }

    private CommandTarget ContainerOf(PodSelection selection)
    {
        var client = sessions.ClientOf(selection.Session);
        if (selection is { Pod: { } name, Uid: null } && settings.Container is { } container)
        {
            return new CommandTarget(client, selection.Namespace, name, container, selection.Session);
        }

        var pod = pods.Read(selection, onlyNewest: true)[0];
        return new CommandTarget(client, selection.Namespace, pod.Name, pods.ContainerOf(selection, pod, settings.Container).Name, selection.Session);
    }

    private void Upload(CommandTarget target, CopyOptions options, IReadOnlyList<LocalItem> items, bool isFolder)
    {
        var session = (KubeApiSession)target.Owner;
        var reporter = new CopyReporter(pipeline, session, $"Copying to {target}");
        var upload = new PodUpload(target, options, reporter, session.Clock);
        var plan = Wait(token => upload.PlanAsync(items, settings.Destination, isFolder, token));
        plan = plan with { Items = [.. plan.Items.Where(i => IsConfirmed(i.Item.Path, $"{target}:{i.Target}", target))] };
        reporter.Total = plan.Items.All(i => i.Item.Kind == ItemKind.File) ? plan.Items.Sum(i => i.Item.Size) : null;
        var copied = Wait(token => upload.RunAsync(plan, token));
        reporter.End();
        foreach (var item in settings.PassesThru ? copied : [])
        {
            pipeline.Host.WriteObject(
                new CopiedItem(item.Target[options.Root.Length..], item.Item.Kind == ItemKind.File ? item.Item.Size : null, target.Pod, target.Container));
        }
    }

    private void Download(CommandTarget target, CopyOptions options, IReadOnlyList<string> paths, bool isFolder)
    {
        var session = (KubeApiSession)target.Owner;
        var reporter = new CopyReporter(pipeline, session, $"Copying from {target}");
        var download = new PodDownload(target, options, reporter, session.Clock);
        var found = Wait(token => download.FindAsync(paths, Parse, token)).Where(i => IsCopied(i, session)).ToList();
        var destination = LocalPath.Resolve(pipeline.Host.SessionState, settings.Destination, "Destination", isNew: true);
        var plan = download.Plan(found, Path.TrimEndingDirectorySeparator(destination), isFolder)
            .Where(i => IsFirst(i, target) && IsConfirmed($"{target}:{i.Item.Path}", i.Target, target)).ToList();
        reporter.Total = plan.All(i => i.Item is { Kind: ItemKind.File, Size: > 0 }) ? plan.Sum(i => i.Item.Size) : null;
        var copied = Wait(token => download.RunAsync(plan, isFolder, token));
        reporter.End();
        foreach (var item in settings.PassesThru ? copied : [])
        {
            pipeline.Host.WriteObject(LocalPath.ItemAt(pipeline.Host.SessionState, item.Target));
        }
    }

    // A warning or an error may end the wait; incomplete items are removed before the cmdlet ends.
    private T Wait<T>(Func<CancellationToken, Task<T>> start)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(pipeline.Stopped);
        var task = start(stop.Token);
        try
        {
            return pipeline.Wait(task);
        }
        finally
        {
            stop.Cancel();
            Task.WhenAny(task).GetAwaiter().GetResult();
        }
    }

    private bool IsConfirmed(string source, string copy, CommandTarget target) =>
        pipeline.ShouldProcess($"{copy} ({Describe(target)})", $"Copy {source}");

    private static string Describe(CommandTarget target) =>
        $"pod '{target.Pod}' in namespace '{target.Namespace}' at {target.Client.Server}, session '{((KubeApiSession)target.Owner).Name}'";

    private LocalItem LocalItemAt(string path)
    {
        var item = LocalItem.Find(path) ?? throw new KubeApiException(FailureKind.ItemNotFound, $"'{path}' does not exist on this machine.");
        return item.Kind == ItemKind.Other ? throw new KubeApiException(FailureKind.ItemRefused, $"'{path}' is not copied: it is a device, a pipe or a socket.")
            : FaultOf(item.Name, item.Kind) is { } fault ? throw new ArgumentException($"'{path}' {fault}")
            : item;
    }

    private bool IsCopied(PodItem item, KubeApiSession session)
    {
        if (FaultOf(item.Name, item.Kind) is not { } fault)
        {
            return true;
        }

        pipeline.Report(item.Path, session, new ArgumentException($"'{item.Path}' {fault}"));
        return false;
    }

    private bool IsFirst(DownloadItem item, CommandTarget target)
    {
        if (_sources.TryAdd(item.Target, $"{target}"))
        {
            return true;
        }

        pipeline.Report(item.Item.Path, target.Owner as KubeApiSession, new KubeApiException(
            FailureKind.ItemRefused,
            $"'{item.Item.Path}' of {target} is not copied: '{item.Target}' is already the copy from {_sources[item.Target]}. Copy from one pod at a time, "
            + "into different folders."));
        return false;
    }

    private string? FaultOf(string name, ItemKind kind) =>
        kind == ItemKind.Folder && !settings.Recurses ? "is a folder. To copy it with its content: -Recurse."
        : name.Length == 0 ? "has no name for its copy. Specify a folder in it."
        : null;

    // Several items, and the matches of wildcards, go into a folder, even if it does not exist yet.
    private bool IsFolder(IReadOnlyList<string> paths, params char[] separators) => paths.Count > 1
        || settings.Destination.IndexOfAny(separators, settings.Destination.Length - 1) >= 0
        || (!settings.IsLiteral && WildcardPattern.ContainsWildcardCharacters(paths[0]));

    private NamePattern Parse(string part) => settings.IsLiteral ? new NamePattern(part)
        : WildcardPattern.ContainsWildcardCharacters(part) ? new NamePattern(part, new WildcardPattern(part).IsMatch)
        : new NamePattern(WildcardPattern.Unescape(part));
}
