using KubeApi.Sandbox.Json;
using KubeApi.Sandbox.Store;
using KubeApi.Sandbox.Types;

namespace KubeApi.Sandbox.Errors;

/// <summary>All failures of the sandbox, with the exact messages of a real server.</summary>
internal static class ApiErrors
{
    private const string ContinueTooOld =
        "The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the "
        + "continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - "
        + "objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.";

    public static StatusException Unauthorized() => Fail(401, "Unauthorized", "Unauthorized");

    public static StatusException Forbidden(AccessRequest access, string user, string reason)
    {
        var suffix = reason.Length == 0 ? "" : ": " + reason;
        if (!access.IsResource)
        {
            return new StatusException(
                new Status(403, "Forbidden", $"forbidden: User {Quote(user)} cannot {access.Verb} path {Quote(access.Path)}{suffix}", new StatusDetails()))
            {
                NoSniff = true,
            };
        }

        var where = access.Namespace.Length == 0 ? "at the cluster scope" : $"in the namespace {Quote(access.Namespace)}";
        var resource = access.Subresource.Length == 0 ? access.Resource : $"{access.Resource}/{access.Subresource}";
        var qualified = access.Group.Length == 0 ? access.Resource : $"{access.Resource}.{access.Group}";
        var subject = access.Name.Length == 0 ? qualified : $"{qualified} {Quote(access.Name)}";
        var message = $"{subject} is forbidden: User {Quote(user)} cannot {access.Verb} resource {Quote(resource)} in API group {Quote(access.Group)} "
            + $"{where}{suffix}";
        var details = new StatusDetails { Name = access.Name, Group = access.Group, Kind = access.Resource };
        return new StatusException(new Status(403, "Forbidden", message, details)) { NoSniff = true };
    }

    public static StatusException NamespaceTerminating(ResourceType type, string name, string @namespace) => new(new Status(
        403,
        "Forbidden",
        $"{type.QualifiedResource} {Quote(name)} is forbidden: unable to create new content in namespace {@namespace} because it is being terminated",
        Details(type, name) with { Causes = [new StatusCause("NamespaceTerminating", $"namespace {@namespace} is being terminated", "metadata.namespace")] }));

    /// <summary>Allowed by RBAC, but rejected by admission: quota, limits, escalation …</summary>
    public static StatusException NotAdmitted(ResourceType type, string name, string why) =>
        Fail(403, "Forbidden", $"{type.QualifiedResource} {Quote(name)} is forbidden: {why}", Details(type, name));

    public static StatusException DisruptionRefused(string why) => Fail(
        429,
        "TooManyRequests",
        "Cannot evict pod as it would violate the pod's disruption budget.",
        new StatusDetails { Causes = [new StatusCause("DisruptionBudget", why, "")] });

    public static StatusException NamespaceProtected(ResourceType type, string name) =>
        NotAdmitted(type, name, "this namespace may not be deleted");

    public static StatusException NotFound(ResourceType type, string name) =>
        Fail(404, "NotFound", $"{type.QualifiedResource} {Quote(name)} not found", Details(type, name));

    /// <summary>The object exists, but nothing has measured it.</summary>
    public static StatusException NoMetrics(ResourceType type, string key) => Fail(
        404,
        "NotFound",
        $"{type.Kind.ToLowerInvariant()}.{type.Group} {Quote(key)} not found",
        new StatusDetails { Name = key, Group = type.Group, Kind = type.Kind.ToLowerInvariant() });

    public static StatusException UnknownResource() =>
        Fail(404, "NotFound", "the server could not find the requested resource", new StatusDetails());

    public static StatusException MethodNotAllowed() =>
        Fail(405, "MethodNotAllowed", "the server does not allow this method on the requested resource", new StatusDetails());

    public static StatusException DefinitionTerminating(ResourceType type) =>
        Fail(
            405, "MethodNotAllowed", "create not allowed while custom resource definition is terminating",
            new StatusDetails { Group = type.Group, Kind = type.Resource });

    /// <param name="present">The existing object; the message says whether it is terminating.</param>
    public static StatusException AlreadyExists(ResourceType type, string name, StoredObject? present = null) => Fail(
        409,
        "AlreadyExists",
        $"{(present?.Metadata("deletionTimestamp") is null ? "" : "object is being deleted: ")}{type.QualifiedResource} {Quote(name)} already exists",
        Details(type, name));

    public static StatusException Conflict(ResourceType type, string name) =>
        NotFulfilled(type, name, "the object has been modified; please apply your changes to the latest version and try again");

    /// <summary>A replace without a resourceVersion, of a kind that requires it; the message has the resource instead of the kind.</summary>
    public static StatusException VersionMissing(ResourceType type, string name) =>
        Invalid(type.Resource, type.Group, name, [InvalidValue("metadata.resourceVersion", "0", "must be specified for an update")]);

    public static StatusException UidConflict(ResourceType type, string name, string given, string actual) =>
        NotFulfilled(type, name, $"Precondition failed: UID in precondition: {given}, UID in object meta: {actual}");

    public static StatusException UidPrecondition(ResourceType type, StoredObject stored, string given) => PreconditionFailed(
        type,
        stored,
        $"the UID in the precondition ({given}) does not match the UID in record ({stored.Uid}). The object might have been deleted and then recreated");

    public static StatusException VersionPrecondition(ResourceType type, StoredObject stored, string given) => PreconditionFailed(
        type,
        stored,
        $"the ResourceVersion in the precondition ({given}) does not match the ResourceVersion in record ({stored.Version}). "
            + "The object might have been modified");

    public static StatusException ContinueExpired(string freshToken) => new(new Status(410, "Expired", ContinueTooOld) { Continue = freshToken });

    public static StatusException VersionExpired() => Fail(410, "Expired", "The resourceVersion for the provided list is too old.");

    /// <summary>The object of a watch's ERROR event.</summary>
    public static Status WatchExpired(long version, long floor) => new(410, "Expired", $"too old resource version: {version} ({floor})");

    public static StatusException RequestTooLarge(long limit) => Fail(413, "RequestEntityTooLarge", $"Request entity too large: limit is {limit}");

    public static StatusException TooManyOperations(int limit, int count) =>
        Fail(413, "RequestEntityTooLarge", $"Request entity too large: The allowed maximum operations in a JSON patch is {limit}, got {count}");

    public static StatusException PatchFailed() =>
        Fail(422, "Invalid", "the server rejected our request due to an error in our request", new StatusDetails());

    public static StatusException Invalid(ResourceType type, string name, params IReadOnlyList<StatusCause> causes) =>
        Invalid(type.Kind, type.Group, name, causes);

    public static StatusException Invalid(string kind, string group, string name, IReadOnlyList<StatusCause> causes)
    {
        var errors = string.Join(", ", causes.Select(cause => $"{cause.Field}: {cause.Message}"));
        var qualified = group.Length == 0 ? kind : $"{kind}.{group}";
        return Fail(
            422,
            "Invalid",
            $"{qualified} {Quote(name)} is invalid: {(causes.Count > 1 ? $"[{errors}]" : errors)}",
            new StatusDetails { Name = name, Group = group, Kind = kind, Causes = causes });
    }

    /// <summary>The result of a patch is not an object of its kind.</summary>
    /// <param name="value">The patch or the patched object, as text.</param>
    public static StatusException InvalidPatch(string value, string message) => Invalid("", "", "", [InvalidValue("patch", Quote(value), message)]);

    public static StatusException UidImmutable(ResourceType type, string name, string given)
    {
        // Two checks of a real server report it; the message has it once.
        var cause = InvalidValue("metadata.uid", Quote(given), "field is immutable");
        var once = Invalid(type, name, cause).Status;
        return new StatusException(once with { Details = once.Details! with { Causes = [cause, cause] } });
    }

    /// <summary>An applied object that does not match its schema; the failure has no reason.</summary>
    public static StatusException UntypedPatch(string subject, string faults) => Fail(500, null, $"failed to create typed patch object ({subject}): {faults}");

    /// <summary>A failure that a real server passes on, without a reason.</summary>
    public static StatusException PassedOn(string message) => Fail(500, null, message);

    public static StatusException BadRequest(string message) => Fail(400, "BadRequest", message);

    /// <summary>A requested failure, with a server's generic message for its code.</summary>
    public static StatusException OnRequest(int code, int? retryAfterSeconds)
    {
        var (reason, message) = code switch
        {
            400 => ("BadRequest", "the server rejected our request for an unknown reason"),
            401 => ("Unauthorized", "Unauthorized"),
            403 => ("Forbidden", "the server does not allow this request"),
            404 => ("NotFound", "the server could not find the requested resource"),
            405 => ("MethodNotAllowed", "the server does not allow this method on the requested resource"),
            409 => ("Conflict", "the server reported a conflict"),
            410 => ("Expired", "The resourceVersion for the provided list is too old."),
            422 => ("Invalid", "the server rejected our request due to an error in our request"),
            429 => ("TooManyRequests", "the server has received too many requests and has asked us to try again later"),
            500 => ("InternalError", "Internal error occurred: the sandbox was told to fail"),
            503 => ("ServiceUnavailable", "the server is currently unable to handle the request"),
            504 => ("Timeout", "Timeout: request did not complete within the allotted timeout"),
            _ => (null, string.Create(CultureInfo.InvariantCulture, $"the server responded with the status code {code} but did not return more information")),
        };
        return Fail(code, reason, message, retryAfterSeconds is null ? null : new StatusDetails { RetryAfterSeconds = retryAfterSeconds });
    }

    public static StatusException Unavailable(string why) => Fail(503, "ServiceUnavailable", why);

    public static StatusException NotImplemented(string what) => Fail(501, "NotImplemented", $"the sandbox does not implement {what}");

    public static StatusException InternalError(Exception exception) => Fail(
        500,
        "InternalError",
        $"Internal error occurred: {exception.GetType().Name}: {exception.Message}",
        new StatusDetails { Causes = [new StatusCause("", exception.Message, "")] });

    public static StatusException InternalError(string why) =>
        Fail(500, "InternalError", $"Internal error occurred: {why}", new StatusDetails { Causes = [new StatusCause("", why, "")] });

    public static StatusException VersionTooLarge(long version, long current) => Fail(
        504,
        "Timeout",
        $"Timeout: Too large resource version: {version}, current: {current}",
        new StatusDetails { Causes = [new StatusCause("ResourceVersionTooLarge", "Too large resource version", "")], RetryAfterSeconds = 1 });

    public static Status Deleted(ResourceType type, StoredObject deleted) =>
        new(200, null, null, Details(type, deleted.Name) with { Uid = deleted.Uid }) { IsSuccess = true };

    /// <summary>The only success Status with a code: for evictions and bindings.</summary>
    public static Status Done() => new(201, null, null) { IsSuccess = true, NamesCode = true };

    /// <summary>Quotes like Go's %q; names and paths rarely need more than the quotes.</summary>
    public static string Quote(string text) => GoText.Quote(text);

    public static StatusCause InvalidValue(string field, string value, string message) =>
        new("FieldValueInvalid", string.Create(CultureInfo.InvariantCulture, $"Invalid value: {value}: {message}"), field);

    public static StatusCause TypeInvalid(string field, string value, string message) =>
        new("FieldValueTypeInvalid", $"Invalid value: {value}: {message}", field);

    public static StatusCause Unsupported(string field, string value, IEnumerable<string> supported) =>
        new("FieldValueNotSupported", $"Unsupported value: {Quote(value)}: supported values: {string.Join(", ", supported.Select(Quote))}", field);

    public static StatusCause TooLong(string field, long most) =>
        new("FieldValueTooLong", string.Create(CultureInfo.InvariantCulture, $"Too long: may not be more than {most} bytes"), field);

    public static StatusCause Forbidden(string field, string message) => new("FieldValueForbidden", $"Forbidden: {message}", field);

    public static StatusCause Required(string field, string? message = null) =>
        new("FieldValueRequired", message is null ? "Required value" : $"Required value: {message}", field);

    private static StatusException PreconditionFailed(ResourceType type, StoredObject stored, string why) => Fail(
        409,
        "Conflict",
        $"Operation cannot be fulfilled on {type.QualifiedKind} {Quote(stored.Name)}: {why}",
        new StatusDetails { Name = stored.Name, Group = type.Group, Kind = type.Kind });

    private static StatusException NotFulfilled(ResourceType type, string name, string why) =>
        Fail(409, "Conflict", $"Operation cannot be fulfilled on {type.QualifiedResource} {Quote(name)}: {why}", Details(type, name));

    private static StatusDetails Details(ResourceType type, string name) => new() { Name = name, Group = type.Group, Kind = type.Resource };

    public static StatusException Fail(int code, string? reason, string message, StatusDetails? details = null) =>
        new(new Status(code, reason, message, details));
}
