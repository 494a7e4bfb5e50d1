using KubeApi.Binding;
using KubeApi.Client.Discovery;
using KubeApi.Client.Errors;
using KubeApi.Client.Json;
using KubeApi.Client.Reading;
using KubeApi.Client.Requests;
using KubeApi.Client.Writing;
using KubeApi.Errors;
using KubeApi.Operations;
using KubeApi.Output;

namespace KubeApi.Provider;

/// <summary>Reads objects as the lines of their YAML and pods' logs, applies manifests, and deletes objects.</summary>
internal sealed class DriveContent(DriveSession drive)
{
    /// <summary>The lines of an object, or of the log of a pod.</summary>
    public IEnumerable<string> Read(ResourcePath path)
    {
        var (type, own) = RequireObject(path, "read the content of");
        return own.Subresource == "log" && type.IsSameAs(PodRequests.Pods) ? ReadLog(own) : ReadYaml(type, own);
    }

    /// <summary>Applies the only manifest of a path.</summary>
    /// <param name="path">The path of the object; it need not exist.</param>
    /// <param name="manifests">The manifests that were written.</param>
    /// <param name="force">Whether to take over fields of other managers.</param>
    public void Apply(ResourcePath path, IReadOnlyList<Manifest> manifests, bool force)
    {
        var (type, own) = RequireObject(path, "write the content of");
        var manifest = manifests is [var only] ? only : throw DriveMessages.NotOneManifest(manifests.Count);
        var target = new ObjectTarget(drive.Session, type, type.Namespaced ? own.Namespace : null, own.Name ?? own.Namespace!);
        if (manifest.ApiVersion != type.ApiVersion || manifest.Kind != type.Kind || manifest.Name != target.Name
            || (type.Namespaced && manifest.Namespace is { } other && other != target.Namespace))
        {
            throw DriveMessages.OtherObject(
                $"{manifest.ApiVersion} {manifest.Kind}/{manifest.Name}{(manifest.Namespace is { } its ? $" in namespace '{its}'" : "")}", drive.Show(own));
        }

        var options = new WriteOptions
        {
            FieldManager = FieldManagers.Default,
            FieldValidation = "Strict",
            Representation = Representation.Object,
            Subresource = own.Subresource,
            Uid = manifest.Uid,
        };
        var body = JsonNodes.Write(ObjectBody.ForUid(ObjectBody.ForWrite(manifest.Body, keepStatus: own.Subresource is not null), options.Uid));
        var changer = new ObjectChanger(drive.Pipeline, drive.Scope, options, showManagedFields: false);
        try
        {
            var written = changer.Send(target, () => new ObjectApplier(drive.Client).ApplyAsync(
                type, target.Namespace, target.Name, body, force, options, drive.Pipeline.Stopped));
            changer.WarnOfOverridden(target, written.Overridden);
        }
        catch (KubeApiException e) when (e.StatusCode == 409 && !force)
        {
            throw e.WithRecommendedAction("To take ownership of these fields: Set-Content -Force.");
        }
    }

    /// <summary>Deletes an object, never a collection.</summary>
    /// <param name="path">The path of the object.</param>
    /// <param name="force">Whether to delete a definition without a question.</param>
    public void Remove(ResourcePath path, bool force)
    {
        if (path.Level != PathLevel.Object)
        {
            throw path.Level == PathLevel.Namespace ? DriveMessages.NamespaceNotRemoved(path.Namespace!, drive.Session.Name)
                : DriveMessages.NotRemoved(drive.Show(path));
        }

        var (type, own) = drive.Resolve(path);
        var query = new ObjectQuery
        {
            Resources = [(type.FullName, null)],
            Type = type,
            Names = [own.Name!],
            Namespaces = own.Namespace is null ? null : [own.Namespace],
            Options = new ListOptions { Representation = Representation.Metadata },
        };
        new ObjectRemover(drive.Pipeline, drive.Scope, new DeleteOptions { Propagation = "Background" }) { Force = force }
            .Remove(drive.Session, query, ObjectNames.None);
    }

    private (ApiResource Type, ResourcePath Path) RequireObject(ResourcePath path, string action) =>
        path.Level is PathLevel.Namespace or PathLevel.Object or PathLevel.Subresource
            ? drive.Resolve(path) : throw DriveMessages.NotAnObject(drive.Show(path), action);

    private string[] ReadYaml(ApiResource type, ResourcePath path)
    {
        var request = ResourceRequests.Get(
            type, type.Namespaced ? path.Namespace : null, path.Name ?? path.Namespace!, new ListOptions { Representation = Representation.Object },
            path.Subresource);
        try
        {
            var json = drive.Pipeline.Wait(ObjectReader.GetAsync(drive.Client, request, drive.Pipeline.Stopped));
            var source = new JsonSource(json, drive.Session.Names, ShowManagedFields: false);
            // An object has apiVersion and kind first.
            var o = ApiObject.Create(source, origin: null, type.ApiVersion, type.Kind);
            return YamlText.Of(JsonWriter.Write(o), clean: false).TrimEnd().Split('\n');
        }
        catch (KubeApiException e) when (e.StatusCode == 404)
        {
            throw drive.Pipeline.Wait(NamespaceLookup.ExplainAsync(drive.Client, e, drive.Pipeline.Stopped));
        }
    }

    private IEnumerable<string> ReadLog(ResourcePath path)
    {
        var pods = new PodTargets(drive.Pipeline, drive.Scope, path.Namespace);
        var run = new LogRun(drive.Pipeline, drive.Scope, pods, new LogSettings(new LogOptions(), [], AllContainers: false, LimitBytes: null));
        var selection = new PodSelection(drive.Session, path.Namespace!, $"pod/{path.Name}") { Pod = path.Name };
        return run.Read([selection]).SelectMany(batch => batch.Lines.Select(line => line.Text));
    }
}
