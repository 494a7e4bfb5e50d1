using System.Diagnostics.CodeAnalysis;
using System.Management.Automation;
using System.Management.Automation.Provider;
using KubeApi.Errors;
using KubeApi.Operations;
using KubeApi.Pipeline;
using KubeApi.Session;

namespace KubeApi.Provider;

/// <summary>Makes drives over sessions, finds the session of a path, and joins and splits paths. PowerShell makes an instance for each operation.</summary>
[SuppressMessage("Design", "CA1001", Justification = "StopProcessing may come late, and a source without a timer holds nothing to release.")]
public abstract class SessionProvider : NavigationCmdletProvider
{
    private readonly CancellationTokenSource _stop = new();
    private DriveSession? _drive;
    private ProviderHost? _services;
    private PipelineRun? _pipeline;

    private protected SessionProvider()
    {
    }

    // Created when they are first used: Import-Module creates an instance, too.
    private protected ProviderHost Services => _services ??= new ProviderHost(this, _stop.Token);

    private protected PipelineRun Pipeline => _pipeline ??= new PipelineRun(Services);

    /// <summary>Reads the items of the session; null before the first path.</summary>
    private protected DriveReader? Reader { get; private set; }

    /// <inheritdoc/>
    protected override void StopProcessing() => _stop.Cancel();

    /// <inheritdoc/>
    protected override object NewDriveDynamicParameters() => new NewDriveParameters();

    /// <inheritdoc/>
    protected override PSDriveInfo NewDrive(PSDriveInfo drive)
    {
        KubeApiDrive? made = null;
        Pipeline.Guard(() =>
        {
            var named = (DynamicParameters as NewDriveParameters)?.Session;
            var session = new SessionScope(Pipeline, named is null ? null : [named], requestTimeout: null, needsCurrent: true).Only("A drive");
            if (Drives().FirstOrDefault(d => d.Session.Name == session.Name && d.Session.Server != session.Server) is { } other)
            {
                throw DriveMessages.NameTaken(other.Name, session.Name);
            }

            var start = ResourcePath.RootOf(session.Name);
            made = ResourcePath.TryParse($"{start}/{drive.Root.Trim('/', '\\')}") is { IsContainer: true } root
                && (root.Level == PathLevel.Root || new DriveReader(new DriveSession(Pipeline, Services, session, path => path[start.Length..])).Exists(root))
                    ? new KubeApiDrive(drive, root, session) : throw DriveMessages.NoRoot(drive.Name, drive.Root);
        });
        return made!;
    }

    /// <inheritdoc/>
    protected override bool IsValidPath(string path) => ResourcePath.TryParse(path) is not null;

    /// <inheritdoc/>
    protected override string MakePath(string parent, string child) => PathSyntax.Join(parent ?? "", child ?? "");

    /// <inheritdoc/>
    protected override string GetChildName(string path) => PathSyntax.NameOf(path);

    /// <inheritdoc/>
    protected override string GetParentPath(string path, string root) => PathSyntax.ParentOf(path, root ?? "");

    /// <inheritdoc/>
    protected override string NormalizeRelativePath(string path, string basePath) => PathSyntax.RelativeTo(path, basePath ?? "");

    /// <summary>Does something with a path in its session, and reports failures.</summary>
    private protected void Run(string path, Action<DriveSession, ResourcePath> work) => Pipeline.Guard(() => Pipeline.Attempt(Show(path), null, () =>
    {
        var place = PathSyntax.HasEmptySegment(path) ? throw DriveMessages.EmptySegment(PathSyntax.Unmarked(Show(path)))
            : ResourcePath.TryParse(path) ?? throw DriveMessages.NotFound(Show(path));
        if (_drive?.Session.Name != place.Session)
        {
            _drive = new DriveSession(Pipeline, Services, FindSession(place.Session), Show);
            Reader = new DriveReader(_drive);
        }

        Pipeline.Attempt(_drive.Show(place), _drive.Session, () => work(_drive, place));
    }));

    // A path without a drive, as PSPath has it, is shown with a drive that contains it, if there is one.
    private string Show(string path) => (PSDriveInfo as KubeApiDrive)?.PathOf(path)
        ?? Drives().Select(d => d.PathOf(path)).FirstOrDefault(p => p is not null) ?? $"{KubeApiProvider.Name}::{path}";

    private IEnumerable<KubeApiDrive> Drives() =>
        SessionState.Drive.GetAllForProvider(KubeApiProvider.Name).OfType<KubeApiDrive>().Where(d => d.Session.IsConnected);

    // A path without a drive, as PSPath has it, belongs to the drive with its root.
    private KubeApiSession FindSession(string name) =>
        ((PSDriveInfo as KubeApiDrive)?.Session is { } own && own.Name == name ? own
            : Drives().FirstOrDefault(d => d.Session.Name == name)?.Session ?? SessionStore.Find(name)) is { IsConnected: true } session
            ? session : throw DriveMessages.NoSession(name);
}
