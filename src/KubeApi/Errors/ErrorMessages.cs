using System.Text;
using KubeApi.Client.Authentication;
using KubeApi.Client.Errors;
using KubeApi.Client.Writing;
using KubeApi.Session;

namespace KubeApi.Errors;

/// <summary>Error messages: the action, the object, the user and the session, then the server's message verbatim.</summary>
internal static class ErrorMessages
{
    /// <summary>The message and the recommended action of a failure.</summary>
    public static (string Message, string? Action) Describe(KubeApiException e, string id, KubeApiSession? session)
    {
        var (message, action) = DescribeAlone(e, id, session);
        // The server's message about a write names the object at most, not its namespace.
        return e is { Method: "POST" or "PUT" or "PATCH", Target: { } target }
            && id is "ApplyConflict" or "ConcurrencyConflict" or "Invalid" or "UnknownField" or "BadRequest" && Place(target, message) is { } place
            ? ($"{place}{SessionSuffix(session)}: {message}", action)
            : (message, action);
    }

    // The object, unless the message names it, and the namespace; null for neither.
    private static string? Place(RequestTarget target, string message)
    {
        var o = target.Name is { } name && !message.Contains($"\"{name}\"", StringComparison.Ordinal) ? $"{target.Resource} \"{name}\"" : null;
        return target.Namespace is not { } scope ? o
            : o is null ? $"In namespace '{scope}'"
            : $"{o} in namespace '{scope}'";
    }

    private static (string Message, string? Action) DescribeAlone(KubeApiException e, string id, KubeApiSession? session) => id switch
    {
        "Forbidden" => Forbidden(e, session),
        "Unauthorized" => Unauthorized(e, session),
        // An apply cannot skip validation, because it assigns field owners.
        "UnknownField" => (e.Message, e.StatusCode == 500 ? null : "To write the object without its unknown fields: -FieldValidation Warn."),
        "ApplyConflict" when e.Status.Causes.Any(c => c.Message.Contains($"\"{FieldManagers.Edit}\"", StringComparison.Ordinal)) => (
            $"{WithCauses(e.Status)}\n(The fields of \"{FieldManagers.Edit}\" were changed since the last apply, by Update-KubeApiObject, Edit-KubeApiObject, "
                + "Undo-KubeApiRollout, or an object that was written back with Set-KubeApiObject.)",
            "To overwrite these changes: -ForceConflicts. To keep them: put their values in the manifest, or remove the fields from it."),
        "ApplyConflict" => (
            WithCauses(e.Status), "To take ownership of these fields: -ForceConflicts. To leave them to their owners: remove them from the manifest."),
        "Invalid" when e.Status.Causes.Count > 0 => (WithCauses(e.Status), null),
        "Invalid" when e.Message.Contains("expected string", StringComparison.Ordinal) =>
            (e.Message, "Quote strings that look like a number, a date or a Boolean."),
        "NamespaceNotFound" => NamespaceNotFound(e, session),
        "Timeout" when e.Status.IsVersionAhead => (
            $"The server has not reached that resource version: {e.Message}",
            "A resource version is valid only for the server and the resource type that returned it. To read the newest state, omit -ResourceVersion."),
        "Timeout" when e.StatusCode == 504 => ($"The server, or a proxy in front of it, timed out (504): {e.Message}", null),
        "ServerError" => ($"The server failed ({e.StatusCode}): {e.Message}", null),
        "ServiceUnavailable" or "TooManyRequests" => ($"{e.Message} ({e.StatusCode})", RetryAfter(e)),
        "RefusedByAdmission" => (e.Message, "This is not an RBAC denial: a quota, an admission policy or the state of the namespace rejects the request."),
        "ConcurrencyConflict" => (e.Message, "The object was modified since it was read. Read it again and repeat the change."),
        "AlreadyExists" => ($"{e.Message}{(e.Target?.Namespace is { } taken ? $" in namespace '{taken}'" : "")}{SessionSuffix(session)}", null),
        "ObjectNotFound" when e.Target is { Namespace: { } searched } => ($"{e.Message} in namespace '{searched}'{SessionSuffix(session)}", null),
        "ObjectNotFound" => ($"{e.Message}{SessionSuffix(session)}", null),
        "NotJson" => (
            e.Message, $"To read it line by line: Invoke-KubeApi {QuotedArgument.Quoted(e.RequestUri?.PathAndQuery)}. To save it: add -OutFile PATH."),
        "PathNotFound" => ($"{e.RequestUri?.AbsolutePath}: {e.Message}", "Get-KubeApiPath and Get-KubeApiResource list what the server offers."),
        _ => (e.Message, null),
    };

    private static (string, string?) Forbidden(KubeApiException e, KubeApiSession? session)
    {
        if (e.Status.IsImpersonationRefused)
        {
            return (
                $"The server does not allow this user to act as another one{SessionSuffix(session)}: {e.Message}",
                "Connect as a user that may impersonate, or without impersonation: -As, -AsGroup, -AsUid, -AsExtra, or the as-fields of a kubeconfig.");
        }

        var user = session?.User is { } name ? $" as '{name}'" : "";
        var asked = e.Target is { } t
            ? $"{t.Verb} {t.Resource}{(t.Name is null ? "" : $" '{t.Name}'")} "
                + $"{(t.Namespace is null ? "at the cluster scope" : $"in namespace '{t.Namespace}'")}"
            : $"{e.Method} {e.RequestUri?.AbsolutePath}";
        return (
            $"Cannot {asked}{user}{SessionSuffix(session)}: {e.Message}",
            $"To list what is allowed: Get-KubeApiAccess -Namespace {QuotedArgument.Of(e.Target?.Namespace ?? session?.Namespace ?? "default")}"
                + Option(session));
    }

    private static (string, string?) NamespaceNotFound(KubeApiException e, KubeApiSession? session)
    {
        var message = $"Namespace '{e.Status.Name}' not found{SessionSuffix(session)}.{NearNames.Question(e.SimilarNames)}";
        // A subresource, such as the token of a service account, requires an object in the namespace.
        var createsNothing = e.Remedy == Remedy.NamespaceName || e.Target?.Resource.Contains('/', StringComparison.Ordinal) == true;
        return e.Method == "DELETE" ? ($"{message} It has no objects to delete.", null)
            : createsNothing ? (message, $"To list the namespaces: Get-KubeApiObject namespaces{Option(session)}")
            : ($"{message} To create it: New-KubeApiObject @{{ apiVersion = 'v1'; kind = 'Namespace'; "
                + $"metadata = @{{ name = {QuotedArgument.Quoted(e.Status.Name)} }} }}{Option(session)}", null);
    }

    private static string Option(KubeApiSession? session) => session is null ? "" : $" -Session {QuotedArgument.Quoted(session.Name)}";

    private static string SessionSuffix(KubeApiSession? session) => session is null ? "" : $" (session '{session.Name}')";

    private static (string, string?) Unauthorized(KubeApiException e, KubeApiSession? session)
    {
        var server = e.RequestUri?.GetLeftPart(UriPartial.Authority);
        var authentication = session?.Authentication ?? e.Authentication;
        return authentication == AnonymousCredential.Nothing
            ? (
                $"Cannot authenticate to {server}: no credential was given, and the server rejects anonymous requests ({e.Message}).",
                "Connect with -Token, -TokenFile, -ClientCertificate, or a kubeconfig.")
            : (
                $"Cannot authenticate to {server}{SessionSuffix(session)}: the server rejected the credential ({authentication}): "
                    + $"{e.Message}.{(e.TokenExpired is { } time ? $" The token expired at {UtcTime.Show(time)}." : "")}",
                e.TokenExpired is not null
                    ? "Get a new token and connect again."
                    : "The credential is wrong, expired, revoked, or belongs to another cluster. Get a new one and connect again.");
    }

    // One line per cause, with its field path.
    private static string WithCauses(Status status)
    {
        if (status.Causes is [var only] && (status.Message == only.Message || status.Message == $"{only.Field}: {only.Message}"))
        {
            return status.Message;
        }

        var text = new StringBuilder(Headline(status));
        foreach (var cause in status.Causes)
        {
            text.Append("\n  ").Append(cause.Field.Length > 0 ? cause.Field + ": " : "").Append(cause.Message);
        }

        return text.ToString();
    }

    // The server's message repeats its causes; keep only the part before them if they can be separated.
    private static string Headline(Status status)
    {
        var first = status.Causes[0];
        if (first.Reason == "FieldManagerConflict")
        {
            return status.Message.Split(':')[0] + ":";
        }

        var start = status.Message.IndexOf(first.Field.Length > 0 ? $"{first.Field}: {first.Message}" : first.Message, StringComparison.Ordinal);
        return start > 0 ? status.Message[..start].TrimEnd('[', ' ') : status.Message;
    }

    private static string RetryAfter(KubeApiException e) =>
        e.RetryAfter is { } wait ? $"The server requests a retry after {wait.TotalSeconds:0} s." : "Try again later.";
}
