using System.Collections;
using System.Management.Automation;
using KubeApi.Binding;
using KubeApi.Client.Authentication;
using KubeApi.Session;

namespace KubeApi.Commands.Base;

/// <summary>A cmdlet for the identity and the permissions of the session's user, or of a user that it impersonates.</summary>
public abstract class AccessCmdlet : SessionCmdlet
{
    /// <summary>The user to impersonate instead of the session's; this requires the permission to impersonate.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? As { get; set; }

    /// <summary>The groups of that user, instead of those that the server derives.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? AsGroup { get; set; }

    /// <summary>The uid of that user.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? AsUid { get; set; }

    /// <summary>The extra fields of that user: one or more values for each key.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public IDictionary? AsExtra { get; set; }

    /// <summary>The user to impersonate in a session; null for the session's own.</summary>
    /// <exception cref="KubeApi.Client.Errors.KubeApiException">The user is missing, or the session uses plain http.</exception>
    private protected Impersonation? ImpersonationIn(KubeApiSession session) =>
        ImpersonationArgument.From(As, AsUid, AsGroup, AsExtra)?.Check("The command").RequireHttps(session.Server);
}
