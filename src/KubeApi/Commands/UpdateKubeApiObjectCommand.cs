using System.Collections;
using System.Management.Automation;
using System.Text.Json.Nodes;
using KubeApi.Binding;
using KubeApi.Client.Errors;
using KubeApi.Client.Json;
using KubeApi.Client.Requests;
using KubeApi.Client.Writing;
using KubeApi.Commands.Base;
using KubeApi.Completion;

namespace KubeApi.Commands;

/// <summary>Changes parts of objects, by a patch or by a script block that edits them.</summary>
[Cmdlet(VerbsData.Update, "KubeApiObject", DefaultParameterSetName = NameSet, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType("KubeApi.Object")]
public sealed class UpdateKubeApiObjectCommand : WriteCmdlet
{
    private const string NameSet = "Name";
    private const string InputObjectSet = "InputObject";
    private const string NameAndFieldsSet = "NameAndFields";
    private const string InputObjectAndFieldsSet = "InputObjectAndFields";
    private const int MaxAttempts = 5;

    /// <summary>A resource type by any of its names: <c>deploy</c>; or with the object's name: <c>deploy/web</c>.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = NameSet)]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = NameAndFieldsSet)]
    [ResourceTransformation]
    [ArgumentCompleter(typeof(ResourceCompleter))]
    [ValidateNotNullOrEmpty]
    public string Resource { get; set; } = "";

    /// <summary>Names of objects, as they are.</summary>
    [Parameter(Position = 1, ParameterSetName = NameSet, ValueFromPipeline = true)]
    [Parameter(Position = 1, ParameterSetName = NameAndFieldsSet, ValueFromPipeline = true)]
    [ArgumentCompleter(typeof(ObjectNameCompleter))]
    [ObjectNameTransformation]
    [ValidateNotNullOrEmpty]
    public string[]? Name { get; set; }

    /// <summary>Objects to change, where they came from.</summary>
    [Parameter(Mandatory = true, ParameterSetName = InputObjectSet, ValueFromPipeline = true)]
    [Parameter(Mandatory = true, ParameterSetName = InputObjectAndFieldsSet, ValueFromPipeline = true)]
    [ValidateNotNull]
    public object? InputObject { get; set; }

    /// <summary>The change.</summary>
    [Parameter(Mandatory = true, Position = 2, ParameterSetName = NameSet)]
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = InputObjectSet)]
    [ValidateNotNull]
    public object Patch { get; set; } = "";

    /// <summary>What kind of patch it is.</summary>
    [Parameter(ParameterSetName = NameSet)]
    [Parameter(ParameterSetName = InputObjectSet)]
    public PatchType? Type { get; set; }

    /// <summary>Labels to set; a null value removes one.</summary>
    [Parameter(ParameterSetName = NameAndFieldsSet)]
    [Parameter(ParameterSetName = InputObjectAndFieldsSet)]
    [ValidateNotNull]
    public IDictionary? Label { get; set; }

    /// <summary>Annotations to set; a null value removes one.</summary>
    [Parameter(ParameterSetName = NameAndFieldsSet)]
    [Parameter(ParameterSetName = InputObjectAndFieldsSet)]
    [ValidateNotNull]
    public IDictionary? Annotation { get; set; }

    /// <summary>New images of containers: <c>app=nginx:2</c>, or <c>@{ app = 'nginx:2' }</c>.</summary>
    [Parameter(ParameterSetName = NameAndFieldsSet)]
    [Parameter(ParameterSetName = InputObjectAndFieldsSet)]
    [ValidateNotNullOrEmpty]
    public object[]? Image { get; set; }

    /// <summary>A subresource to change: <c>status</c>, <c>scale</c>.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(WriteSubresourceCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Subresource { get; set; }

    /// <summary>The namespace; without it the object's own, or the session's.</summary>
    [Parameter]
    [Alias("n")]
    [ObjectNameTransformation]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    [ValidateNotNullOrEmpty]
    public string? Namespace { get; set; }

    /// <inheritdoc/>
    protected override bool NeedsSession => ParameterSetName is NameSet or NameAndFieldsSet;

    private bool HasFields => ParameterSetName is NameAndFieldsSet or InputObjectAndFieldsSet;

    /// <inheritdoc/>
    protected override void Begin()
    {
        base.Begin();
        RequireTypes(Resource is { Length: > 0 } ? [Resource] : []);
    }

    /// <inheritdoc/>
    protected override void Process() => Attempt(Resource, null, () =>
    {
        var patch = HasFields ? PatchArgument.Read(Label, Annotation, Image) : PatchArgument.Read(Patch, Type);
        ForEachTarget(Resource, Name, InputObject, Namespace, (target, meant) => Update(target, patch, meant));
    });

    private void Update(ObjectTarget target, PatchArgument patch, Manifest? meant)
    {
        if (!HasFields)
        {
            patch.RequireContent();
        }

        var uid = UidFor(target.Session, meant);
        var subresource = Subresource ?? meant?.Subresource;
        if (!patch.NeedsObject)
        {
            if (uid is not null && (subresource is not null || patch.Patch is JsonArray))
            {
                // Of a scale the server does not compare the uid, and of a failed test it does not say what failed.
                _ = Read(target, meant);
            }

            var body = Type == PatchType.Apply ? Identified(target, meant, (JsonObject)patch.Patch!) : patch.Patch!;
            Send(target, patch.TypeOr(Type), body, uid, subresource);
            return;
        }

        for (var attempt = 1; ; attempt++)
        {
            var o = Read(target, uid is null ? null : meant, subresource);
            if (patch.Edit(o) is not { } edit)
            {
                ReportUnchanged(target, patch);
                if (!IsWhatIf)
                {
                    Write(target, JsonNodes.Write(o), subresource);
                }

                return;
            }

            try
            {
                Send(target, PatchType.Merge, edit, uid, subresource);
                return;
            }
            catch (KubeApiException e) when (e.StatusCode == 409 && attempt < MaxAttempts)
            {
                WriteVerbose($"{target} was changed in between: it is read and changed again.");
            }
            catch (KubeApiException e) when (e.StatusCode == 409)
            {
                throw e.Told(m => $"{m} (tried {MaxAttempts} times, each time on the newest version)")
                    .Advised("Something changes the object all the time. A patch needs no version, and changes its own fields alone.");
            }
        }
    }

    private void ReportUnchanged(ObjectTarget target, PatchArgument patch)
    {
        if (patch.IsScript)
        {
            WriteWarning(
                $"{target}: the script block left the object unchanged. Nested objects are dictionaries there: $_.metadata.labels.Remove('key') removes a key, "
                + "and $_.metadata.labels.PSObject.Properties.Remove('key') does not.");
        }
        else
        {
            WriteVerbose($"{target} is unchanged.");
        }
    }

    private void Send(ObjectTarget target, PatchType? type, JsonNode patch, string? uid, string? subresource)
    {
        // A copy: the same patch is sent to several objects.
        var body = JsonNodes.Write(ObjectBody.ForUid(patch.DeepClone(), uid));
        var writer = new ObjectWriter(Observed(target.Session));
        try
        {
            Change(
                target, "Patch", Options with { Subresource = subresource, Uid = uid },
                o => writer.PatchAsync(target.Type, target.Namespace, target.Name, type, body, o, Stopped));
        }
        catch (KubeApiException e) when (e.Status.Causes.Any(c => c.Reason == "FieldManagerConflict"))
        {
            throw e.Advised("A patch of -Type Merge changes fields whoever owns them; or leave them out of the patch.");
        }
    }

    // A copy: each of several objects gets its own name.
    private static JsonObject Identified(ObjectTarget target, Manifest? meant, JsonObject given)
    {
        var patch = (JsonObject)given.DeepClone();
        // What was read as a scale has a kind of its own.
        patch["apiVersion"] ??= meant?.ApiVersion ?? target.Type.ApiVersion;
        patch["kind"] ??= meant?.Kind ?? target.Type.Kind;
        patch["metadata"] ??= new JsonObject();
        patch["metadata"]!["name"] ??= target.Name;
        return patch;
    }
}
