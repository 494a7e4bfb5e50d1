using System.Management.Automation;
using System.Text.Json;
using KubeApi.Client.Discovery;
using KubeApi.Client.Errors;
using KubeApi.Client.Json;
using KubeApi.Output;
using KubeApi.Session;

namespace KubeApi.Errors;

/// <summary>Makes every error record of the module.</summary>
internal static class ErrorRecords
{
    /// <summary>
    /// The record of a failure of the server, the connection or the input; null for any other exception, such as a bug or a stopped pipeline.
    /// </summary>
    /// <param name="e">The failure.</param>
    /// <param name="target">The object or value that the user addressed.</param>
    /// <param name="session">The session; null while connecting.</param>
    public static ErrorRecord? TryMake(Exception e, object? target, KubeApiSession? session) => e switch
    {
        KubeApiException failure => From(failure, target, session),
        PSArgumentException => null,
        JsonException json when JsonLimits.IsTooDeep(json) => Make(
            e, "InvalidAnswer", ErrorCategory.InvalidResult, target, $"An object {JsonLimits.Fault(json)}.", null),
        _ when IsUnreadableJson(e) => Make(
            e, "InvalidAnswer", ErrorCategory.InvalidResult, target,
            "An object has a field whose type differs from the Kubernetes API, a duplicate field, or a string that is not valid Unicode.", null),
        ArgumentException or WildcardPatternException => InvalidArgument(e, target),
        FormatException => Make(e, "InvalidManifest", ErrorCategory.InvalidData, target, (e as ManifestException)?.RecommendedAction),
        _ => null,
    };

    /// <summary>The record of a manifest's failure, whose message begins with the manifest's place.</summary>
    public static ErrorRecord? TryMake(Exception e, object? target, KubeApiSession? session, ManifestPlace? place)
    {
        var record = TryMake(e, target, session);
        if (record is not null && place is { IsInFile: true } && !record.ErrorDetails.Message.Contains(place.ToString(), StringComparison.Ordinal))
        {
            var at = e is KubeApiException { Status: var status } && FieldAdvice.RefusedField(status) is { } field ? place.At(field) : place;
            Begin(record, at.ToString());
        }

        return record;
    }

    /// <summary>The record of any failure of one of several sessions. Even an unexpected exception must not end the work on the other sessions.</summary>
    public static ErrorRecord Make(Exception e, object? target, KubeApiSession session) =>
        TryMake(e, target, session)
            ?? Make(e, "UnexpectedFailure", ErrorCategory.NotSpecified, target, $"The session '{session.Name}' failed unexpectedly: {e.Message}", null);

    /// <summary>Prefixes a record's message with its session's name, unless it already has it.</summary>
    public static void Label(ErrorRecord record, string session)
    {
        if (!record.ErrorDetails.Message.Contains($"'{session}'", StringComparison.Ordinal))
        {
            Begin(record, session);
        }
    }

    // An exception's message cannot be changed, but its record can have another one.
    private static void Begin(ErrorRecord record, string where) =>
        record.ErrorDetails = new ErrorDetails($"{where}: {record.ErrorDetails.Message}") { RecommendedAction = record.ErrorDetails.RecommendedAction };

    /// <summary>Whether a failure is an unknown path, perhaps because the server lost the resource type.</summary>
    public static bool IsMissingPath(Exception? e) =>
        e is KubeApiException { Failure: FailureKind.Refused, StatusCode: 404 } failure && IsUnknownPath(failure.Status);

    /// <summary>Whether a failure is about the content of an object, which the user can correct.</summary>
    public static bool IsRefusedContent(Exception e) =>
        e is KubeApiException failure && Classify(failure).Id is "Invalid" or "BadRequest" or "UnknownField" or "RefusedByAdmission";

    private static ErrorRecord From(KubeApiException e, object? target, KubeApiSession? session)
    {
        var (id, category) = Classify(e);
        var (message, action) = ErrorMessages.Describe(e, id, session);
        message = e.Attempts > 1 ? $"{message.TrimEnd('.')}. The request was sent {e.Attempts} times."
            : e is { Failure: FailureKind.Timeout, Method: not null } ? $"{message.TrimEnd('.')}. The request was sent once."
            : message;
        return Make(e, id, category, target, message, Advice.For(e) ?? action);
    }

    /// <summary>An argument is invalid.</summary>
    private static ErrorRecord InvalidArgument(Exception e, object? target) =>
        Make(e, nameof(InvalidArgument), ErrorCategory.InvalidArgument, target, WithoutParameterName(e), null);

    /// <summary>There is no session to use.</summary>
    public static ErrorRecord NoSession()
    {
        var (message, action) = SessionStore.All.Count > 0
            ? ($"This runspace has no current session. {SessionMessages.OpenSessions()}",
                "To make one current: Select-KubeApiSession NAME. To use one for a single command: -Session NAME. To open another: Connect-KubeApi.")
            : ("This runspace is not connected to an API server.",
                "To connect with your kubeconfig: Connect-KubeApi. Without one: Connect-KubeApi -Uri https://HOST:6443 -CertificateAuthority ca.crt "
                    + "-Token (Read-Host -AsSecureString).");
        return Make(new InvalidOperationException(message), nameof(NoSession), ErrorCategory.ConnectionError, null, action);
    }

    /// <summary>A session was closed or does not exist.</summary>
    public static ErrorRecord SessionNotFound(string name, string message) => Make(
        new InvalidOperationException(message), nameof(SessionNotFound), ErrorCategory.ObjectNotFound, name,
        "Get-KubeApiSession lists the sessions; Connect-KubeApi opens one.");

    /// <summary>No proxy with that id is running.</summary>
    public static ErrorRecord ProxyNotFound(int id) => Make(
        new ItemNotFoundException($"No proxy with the id {id} is running in this process."), nameof(ProxyNotFound), ErrorCategory.ObjectNotFound, id,
        "Get-KubeApiProxy lists the proxies; Start-KubeApiProxy starts one.");

    /// <summary>No port-forward with that id is running.</summary>
    public static ErrorRecord PortForwardNotFound(int id) => Make(
        new ItemNotFoundException($"No port-forward with the id {id} is running in this process."), nameof(PortForwardNotFound),
        ErrorCategory.ObjectNotFound, id, "Get-KubeApiPortForward lists the port-forwards; Start-KubeApiPortForward starts one.");

    /// <summary>The kubeconfig has no context of that name.</summary>
    public static ErrorRecord ContextNotFound(string name, IEnumerable<string> files, IEnumerable<string> known) => Make(
        new ItemNotFoundException($"The kubeconfig ({string.Join(", ", files)}) has no context {FileContents.Quote(name)}.{NearNames.Question(name, known)}"),
        nameof(ContextNotFound), ErrorCategory.ObjectNotFound, FileContents.AreIn(name) ? null : name, "Get-KubeApiContext lists the contexts.");

    /// <summary>The input is not an API object.</summary>
    /// <param name="input">The input.</param>
    /// <param name="command">The cmdlet that takes it as TYPE/NAME; null for one that takes objects only.</param>
    public static ErrorRecord NotAnObject(PSObject input, string? command = null)
    {
        // The string may be the manifest of a Secret: the error does not show it.
        var (what, message) = input.BaseObject is string
            ? ((object)"a string", "The piped string is not of the form TYPE/NAME, such as pod/web-1.")
            : (input, "The input is not an API object: apiVersion, kind or metadata.name is missing.");
        return Make(
            new ArgumentException(message), nameof(NotAnObject), ErrorCategory.InvalidArgument, what,
            command is null or "Get-KubeApiObject"
                ? "To read objects by name, specify their type: 'pod/web-1' | Get-KubeApiObject, or 'web-1' | Get-KubeApiObject pods."
                : $"Specify the type, too: 'pod/web-1' | {command}.");
    }

    /// <summary>The input is not a Secret.</summary>
    public static ErrorRecord NotASecret(string what) => Make(
        new ArgumentException($"{what} is not a v1 Secret."), nameof(NotASecret), ErrorCategory.InvalidArgument, what,
        "Get-KubeApiObject secret NAME | ConvertFrom-KubeApiSecret");

    /// <summary>A confirmation is required, but the host cannot prompt.</summary>
    /// <param name="question">The question.</param>
    /// <param name="switches">The switches that confirm.</param>
    /// <param name="e">The host's exception.</param>
    public static ErrorRecord NotConfirmed(string question, string switches, Exception e) => Make(
        e, nameof(NotConfirmed), ErrorCategory.OperationStopped, null,
        $"{question} Cannot prompt in a non-interactive session; nothing was changed. To confirm: {switches}.", null);

    /// <summary>The server has no API group of that name.</summary>
    public static ErrorRecord GroupNotFound(string name) => Make(
        new ItemNotFoundException($"The server has no API group '{name}'."), nameof(GroupNotFound), ErrorCategory.ObjectNotFound, name,
        "Get-KubeApiGroup lists the groups.");

    /// <summary>A file exists, and must not be overwritten.</summary>
    public static ErrorRecord FileExists(string path) => Make(
        new IOException($"The file '{path}' exists; it was not changed."), nameof(FileExists), ErrorCategory.ResourceExists, path,
        "To add the context to it: -Merge. Otherwise name another file, or remove it first.");

    /// <summary>A file cannot be written.</summary>
    public static ErrorRecord FileNotWritten(string path, Exception e) =>
        Make(e, nameof(FileNotWritten), ErrorCategory.WriteError, path,
            $"The file '{path}' cannot be written: {WriteFault(path, e)}", null);

    // In some folders of the system, such as /proc, no file can be created.
    private static string WriteFault(string path, Exception e) =>
        e is FileNotFoundException && Directory.Exists(Path.GetDirectoryName(path)) ? "no file can be created in this folder." : FileFault.Describe(path, e);

    /// <summary>The editor failed, so the object was not changed.</summary>
    /// <param name="target">The object.</param>
    /// <param name="failure">The failure, as a sentence.</param>
    /// <param name="kept">The location of the kept edit, as a sentence; null if there is none.</param>
    public static ErrorRecord EditorFailed(string target, string failure, string? kept) => Make(
        new InvalidOperationException($"{target} is unchanged. {failure}"), nameof(EditorFailed), ErrorCategory.InvalidResult, target,
        kept ?? "The editor is $env:KUBE_EDITOR, else $env:EDITOR, else vi or notepad.");

    // A failure that the client found has the name of its kind as its id; a refusal is classified by the server's Status.
    private static (string Id, ErrorCategory Category) Classify(KubeApiException e) =>
        CategoryOf(e.Failure) is { } category ? ($"{e.Failure}", category) : ClassifyStatus(e, e.Status);

    private static ErrorCategory? CategoryOf(FailureKind failure) => failure switch
    {
        FailureKind.ResourceTypeNotFound or FailureKind.FieldNotFound or FailureKind.PodNotFound or FailureKind.ContainerNotFound
            or FailureKind.PortNotFound or FailureKind.ItemNotFound or FailureKind.RevisionNotFound => ErrorCategory.ObjectNotFound,
        FailureKind.SessionClosed or FailureKind.ConnectionFailed or FailureKind.ProxyFailed or FailureKind.StreamBroken => ErrorCategory.ConnectionError,
        FailureKind.CertificateNotTrusted or FailureKind.CertificateExpired or FailureKind.CertificateNameMismatch or FailureKind.ItemRefused =>
            ErrorCategory.SecurityError,
        FailureKind.CredentialUnavailable or FailureKind.TokenScriptFailed or FailureKind.ExecPluginNotFound or FailureKind.ExecPluginNotAllowed
            or FailureKind.ExecPluginNeedsConsole or FailureKind.ExecPluginFailed or FailureKind.ExecPluginAnswerInvalid
            or FailureKind.ExecPluginVersionMismatch or FailureKind.ExecPluginAnswerEmpty => ErrorCategory.AuthenticationError,
        FailureKind.InvalidConfiguration or FailureKind.WorkloadNotSupported => ErrorCategory.InvalidArgument,
        FailureKind.WorkloadPaused => ErrorCategory.InvalidOperation,
        FailureKind.InvalidAnswer or FailureKind.CommandFailed or FailureKind.ItemDiffers or FailureKind.WaitFailed => ErrorCategory.InvalidResult,
        FailureKind.NotJson => ErrorCategory.InvalidType,
        FailureKind.Timeout or FailureKind.WaitTimeout => ErrorCategory.OperationTimeout,
        FailureKind.CannotListen or FailureKind.PodNotRunning or FailureKind.ContainerNotRunning or FailureKind.MetricsNotAvailable
            or FailureKind.LogNotAvailable =>
            ErrorCategory.ResourceUnavailable,
        FailureKind.StreamNotSupported => ErrorCategory.NotImplemented,
        FailureKind.ToolNotFound => ErrorCategory.NotInstalled,
        FailureKind.LineTooLong => ErrorCategory.LimitsExceeded,
        FailureKind.ItemExists => ErrorCategory.ResourceExists,
        FailureKind.FileNotRead => ErrorCategory.ReadError,
        FailureKind.FileNotWritten or FailureKind.FileNotCopied or FailureKind.UnknownOutcome => ErrorCategory.WriteError,
        _ => null,
    };

    private static (string Id, ErrorCategory Category) ClassifyStatus(KubeApiException e, Status status) => status.Code switch
    {
        // A create returns 400, an apply 500 without a reason.
        400 or 422 or 500 when FieldAdvice.UnknownFields(status).Count > 0 => ("UnknownField", ErrorCategory.InvalidData),
        // An applied value has another type than its field.
        500 when status.Reason.Length == 0 && status.Message.StartsWith("failed to create typed patch object", StringComparison.Ordinal) =>
            ("Invalid", ErrorCategory.InvalidData),
        400 or 405 or 406 or 413 or 414 or 415 or 431 => ("BadRequest", ErrorCategory.InvalidArgument),
        401 => ("Unauthorized", ErrorCategory.AuthenticationError),
        403 when IsRbacRefusal(status) || IsRead(e) || e.RecommendedAction == ForeignResponse.Advice => ("Forbidden", ErrorCategory.PermissionDenied),
        403 => ("RefusedByAdmission", ErrorCategory.InvalidOperation),
        404 when IsUnknownPath(status) => ("PathNotFound", ErrorCategory.ObjectNotFound),
        404 when IsMissingNamespace(e) => ("NamespaceNotFound", ErrorCategory.ObjectNotFound),
        404 => ("ObjectNotFound", ErrorCategory.ObjectNotFound),
        409 when status.Reason == "AlreadyExists" => ("AlreadyExists", ErrorCategory.ResourceExists),
        409 when status.Causes.Any(c => c.Reason == "FieldManagerConflict") => ("ApplyConflict", ErrorCategory.WriteError),
        409 => ("ConcurrencyConflict", ErrorCategory.WriteError),
        410 => ("Expired", ErrorCategory.ResourceUnavailable),
        422 => ("Invalid", ErrorCategory.InvalidData),
        429 => ("TooManyRequests", ErrorCategory.LimitsExceeded),
        503 => ("ServiceUnavailable", ErrorCategory.ResourceUnavailable),
        504 => ("Timeout", ErrorCategory.OperationTimeout),
        // For an unknown field in an apply, or a bad resourceVersion, the server returns a 500 without a reason.
        500 when status.Reason.Length == 0 && (Mentions(status, "field") || Mentions(status, "resourceVersion")) => ("BadRequest", ErrorCategory.InvalidData),
        _ => ("ServerError", ErrorCategory.InvalidResult),
    };

    /// <summary>Whether a failure is that the namespace of the request does not exist.</summary>
    public static bool IsMissingNamespace(KubeApiException e) =>
        e.Target is { Resource: not "namespaces", Namespace: { } missing } && e.Status.Kind == "namespaces" && e.Status.Name == missing;

    // Admission decides about writes, and about streams, which are requested with a GET.
    private static bool IsRead(KubeApiException e) =>
        e.Target is { Verb: "get" or "list" or "watch" } read && read.Resource.Split('/') is not [_, "exec" or "attach" or "portforward" or "proxy"];

    private static bool IsRbacRefusal(Status status) => status.Message.Contains("forbidden: User", StringComparison.Ordinal);

    private static bool IsUnknownPath(Status status) =>
        status.Name.Length == 0 && (Mentions(status, "404 page not found") || Mentions(status, "could not find the requested resource"));

    private static bool Mentions(Status status, string text) => status.Message.Contains(text, StringComparison.Ordinal);

    private static ErrorRecord Make(Exception e, string id, ErrorCategory category, object? target, string? action) =>
        Make(e, id, category, target, e.Message, action);

    private static ErrorRecord Make(Exception e, string id, ErrorCategory category, object? target, string message, string? action) =>
        new(e, id, category, target)
        {
            ErrorDetails = new ErrorDetails(TerminalText.Clean(message)) { RecommendedAction = TerminalText.Clean(action ?? "") },
        };

    // The parser reads a value when it is used: its exceptions are of several types.
    private static bool IsUnreadableJson(Exception e) => e is JsonException || e.Source?.StartsWith("System.Text.Json", StringComparison.Ordinal) == true;

    // .NET adds " (Parameter 'name')".
    private static string WithoutParameterName(Exception e) =>
        e is ArgumentException { ParamName: { } name } ? e.Message.Replace($" (Parameter '{name}')", "", StringComparison.Ordinal) : e.Message;
}
