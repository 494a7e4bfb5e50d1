using System.Management.Automation;
using KubeApi.Binding;
using KubeApi.Completion;

namespace KubeApi.Provider;

/// <summary>The dynamic parameters of New-PSDrive for this provider.</summary>
public sealed class NewDriveParameters
{
    /// <summary>The session of the drive: a session, its name, or the name of a kubeconfig context. Without it, the current session.</summary>
    [Parameter]
    [SessionTransformation]
    [ArgumentCompleter(typeof(SessionOrContextCompleter))]
    [ValidateNotNull]
    public SessionArgument? Session { get; set; }
}
