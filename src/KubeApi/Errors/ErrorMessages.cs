using System.Text;
using KubeApi.Client.Authentication;
using KubeApi.Client.Errors;
using KubeApi.Session;

namespace KubeApi.Errors;

/// <summary>What the user reads: the server's message verbatim, and before it what was asked, of whom, and as whom.</summary>
internal static class ErrorMessages
{
    /// <summary>The message of a failure, and what can be done about it.</summary>
    public static (string Message, string? Action) Describe(KubeApiException e, string id, KubeApiSession? session)
    {
        var (message, action) = DescribeAlone(e, id, session);
        // The server's message about what was written has the object's name at most.
        return e is { Method: "POST" or "PUT" or "PATCH", Target.Namespace: { } written }
            && id is "ApplyConflict" or "ConcurrencyConflict" or "Invalid" or "UnknownField" or "BadRequest"
            ? ($"In the namespace '{written}'{SessionSuffix(session)}: {message}", action)
            : (message, action);
    }

    private static (string Message, string? Action) DescribeAlone(KubeApiException e, string id, KubeApiSession? session) => id switch
    {
        "Forbidden" => Forbidden(e, session),
        "Unauthorized" => Unauthorized(e, session),
        // An apply cannot do without: its fields become somebody's.
        "UnknownField" => (e.Message, e.StatusCode == 500 ? null : "-FieldValidation Warn writes the object without the fields that the server does not know."),
        "ApplyConflict" => (WithCauses(e.Status), "-ForceConflicts takes these fields over from whoever owns them; or leave them out of the manifest."),
        "Invalid" when e.Status.Causes.Count > 0 => (WithCauses(e.Status), null),
        "Invalid" when e.Message.Contains("expected string", StringComparison.Ordinal) =>
            (e.Message, "A text that looks like a number, a date, true or false is put in quotes."),
        "NamespaceNotFound" => (
            $"The namespace '{e.Status.Name}' does not exist{SessionSuffix(session)}.{NearNames.Question(e.SimilarNames)} To create it: New-KubeApiObject @{{ "
                + $"apiVersion = 'v1'; kind = 'Namespace'; metadata = @{{ name = '{e.Status.Name}' }} }}{Option(session)}", null),
        "Timeout" when e.Status.IsVersionAhead => (
            $"The server has no state of that resource version yet: {e.Message}",
            "A resource version means something to the server that gave it alone, and for the type of resource that it was given for. Without "
                + "-ResourceVersion the newest state is shown."),
        "Timeout" when e.StatusCode == 504 => ($"The server, or something before it, gave up waiting (504): {e.Message}", null),
        "ServerError" => ($"The server failed ({e.StatusCode}): {e.Message}", null),
        "ServiceUnavailable" or "TooManyRequests" => ($"{e.Message} ({e.StatusCode})", RetryAfter(e)),
        "RefusedByAdmission" => (e.Message, "This is no missing right: a quota, an admission policy or the namespace's state refuses it."),
        "ConcurrencyConflict" => (e.Message, "Somebody changed the object since it was read: read it again and repeat the change."),
        "AlreadyExists" => ($"{e.Message}{(e.Target?.Namespace is { } taken ? $" in the namespace '{taken}'" : "")}{SessionSuffix(session)}", null),
        "ObjectNotFound" when e.Target is { Namespace: { } searched } => ($"{e.Message} in the namespace '{searched}'{SessionSuffix(session)}", null),
        "ObjectNotFound" => ($"{e.Message}{SessionSuffix(session)}", null),
        "NotJson" => (e.Message, $"Invoke-KubeApi '{e.RequestUri?.PathAndQuery}' writes it line by line, and with -OutFile to a file."),
        "PathNotFound" => ($"{e.RequestUri?.AbsolutePath}: {e.Message}", "Get-KubeApiPath and Get-KubeApiResource tell the paths that the server has."),
        _ => (e.Message, null),
    };

    private static (string, string?) Forbidden(KubeApiException e, KubeApiSession? session)
    {
        var user = session?.User is { } name ? $"'{name}'" : "This user";
        var asked = e.Target is { } t
            ? $"{t.Verb} {t.Resource}{(t.Name is null ? "" : $" '{t.Name}'")} "
                + $"{(t.Namespace is null ? "at the cluster scope" : $"in the namespace '{t.Namespace}'")}"
            : $"{e.Method} {e.RequestUri?.AbsolutePath}";
        return (
            $"{user} may not {asked}{SessionSuffix(session)}. The server says: {e.Message}",
            "To see what is allowed: (Invoke-KubeApi POST /apis/authorization.k8s.io/v1/selfsubjectrulesreviews "
            + $"-Body @{{ spec = @{{ namespace = '{e.Target?.Namespace ?? session?.Namespace ?? "default"}' }} }}{Option(session)}).status.resourceRules");
    }

    private static string Option(KubeApiSession? session) => session is null ? "" : $" -Session '{session.Name}'";

    private static string SessionSuffix(KubeApiSession? session) => session is null ? "" : $" (session '{session.Name}')";

    private static (string, string?) Unauthorized(KubeApiException e, KubeApiSession? session)
    {
        var server = e.RequestUri?.GetLeftPart(UriPartial.Authority);
        var authentication = session?.Authentication ?? e.Authentication;
        return authentication == AnonymousCredential.Nothing
            ? (
                $"The server {server} takes no anonymous requests, and no credential was given: {e.Message}.",
                "Connect with -Token, -TokenFile, -ClientCertificate, or a kubeconfig.")
            : (
                $"The server {server} refused the credential ({authentication}){(session is null ? "" : $" of the session '{session.Name}'")}: "
                    + $"{e.Message}.{(e.TokenExpired is { } time ? $" The token expired at {UtcTime.Show(time)}." : "")}",
                e.TokenExpired is not null
                    ? "Get a new token, and connect again with it."
                    : "The token or certificate is wrong, expired, revoked, or for another cluster: connect again with a fresh one.");
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

    // The server's message repeats its causes; only what stands before them is kept where they can be told apart.
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
        e.RetryAfter is { } wait ? $"The server asks to wait {wait.TotalSeconds:0} s before trying again." : "Try again in a moment.";
}
