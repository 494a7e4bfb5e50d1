using System.Management.Automation;
using System.Text.Json.Nodes;
using KubeApi.Binding;
using KubeApi.Client.Errors;
using KubeApi.Client.Json;
using KubeApi.Client.Writing;
using KubeApi.Errors;
using KubeApi.Pipeline;

namespace KubeApi.Operations;

/// <summary>
/// Edits objects in the user's editor. A rejected edit is opened again, an edit of an old version is applied to the newest version, and an edit that cannot be
/// written is kept in its file.
/// </summary>
/// <param name="pipeline">The command's run.</param>
/// <param name="sessions">Its sessions.</param>
/// <param name="changer">Writes the objects.</param>
/// <param name="reader">Reads them.</param>
/// <param name="editor">The editor.</param>
internal sealed class ObjectEditor(PipelineRun pipeline, SessionScope sessions, ObjectChanger changer, TargetReader reader, EditorRun editor)
{
    private const int MaxAttempts = 5;

    // A script that is the editor may save another fault each time. For a user at a console, there is no limit.
    private const int MaxUnattendedRounds = 10;

    /// <summary>Edits one object.</summary>
    /// <param name="target">The object.</param>
    /// <param name="manifest">The manifest of the object from the pipeline; null for a name.</param>
    /// <param name="subresource">The subresource to edit; null for the object itself, or the part that was piped.</param>
    public void Edit(ObjectTarget target, Manifest? manifest, string? subresource)
    {
        var part = subresource ?? manifest?.Subresource;
        // Without the uid, the object with this name on another server is edited.
        var known = sessions.UidFor(target.Session, manifest) is null ? null : manifest;
        var edit = new ObjectEdit(reader.Read(target, known, part));
        try
        {
            Edit(target, part, edit);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            pipeline.Report(ErrorRecords.FileNotWritten(Path.GetTempPath(), e), target.Session);
        }
    }

    private void Edit(ObjectTarget target, string? part, ObjectEdit edit)
    {
        using var file = new EditFile($"{target.Type.Kind.ToLowerInvariant()}-{target.Name}");
        try
        {
            Edit(target, part, edit, file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It cannot be written again, but may contain the saved edit.
            file.IsKept = edit.IsChanged;
            throw;
        }
        catch (KubeApiException e) when (Keep(edit, file))
        {
            throw e.WithRecommendedAction(WhereKept(file));
        }
        catch (FormatException e) when (Keep(edit, file))
        {
            throw new ManifestException(e.Message, WhereKept(file), e);
        }
        catch (Exception e) when (e is OperationCanceledException or PipelineStoppedException && !file.IsKept)
        {
            WarnIfKept(edit, file);
            throw;
        }
    }

    private void Edit(ObjectTarget target, string? part, ObjectEdit edit, EditFile file)
    {
        var refused = default(Exception);
        for (var round = 1; ; round++)
        {
            file.Write(edit.ToFile(target.ToString(), refused is null ? null : MessageOf(refused, target)));
            var failed = editor.Open(file.Path);
            var (text, fault) = file.Read();
            var isNew = text is not null && edit.Save(text);
            if (editor.WasInterrupted())
            {
                WarnIfKept(edit, file);
                throw new PipelineStoppedException();
            }

            if ((fault ?? failed) is { } failure)
            {
                pipeline.Report(
                    ErrorRecords.EditorFailed(target.ToString(), failure, Keep(edit, file) ? WhereKept(file) : null), target.Session);
                return;
            }

            if (!edit.IsChanged)
            {
                ReportUnchanged(target, edit);
                return;
            }

            if (refused is not null && !isNew)
            {
                throw refused;
            }

            try
            {
                Write(target, part, edit);
                return;
            }
            catch (Exception e) when ((e is FormatException || ErrorRecords.IsRefusedContent(e))
                && (round < MaxUnattendedRounds || ConsoleAccess.IsTerminal(pipeline.Host)))
            {
                refused = e;
            }
        }
    }

    private void Write(ObjectTarget target, string? part, ObjectEdit edit)
    {
        var writer = new ObjectWriter(sessions.ClientOf(target.Session));
        for (var attempt = 1; ; attempt++)
        {
            var edited = edit.Read();
            if (edit.IsSame(edited))
            {
                ReportUnchanged(target, edit);
                return;
            }

            try
            {
                changer.Change(
                    target,
                    "Edit",
                    changer.Options with { Subresource = part },
                    o => writer.ReplaceAsync(target.Type, target.Namespace, target.Name, edited, o, pipeline.Stopped));
                return;
            }
            catch (KubeApiException e) when (e is { Failure: FailureKind.Refused, StatusCode: 409 } && attempt < MaxAttempts)
            {
                Rebase(target, part, edit, edited, e);
            }
        }
    }

    private void Rebase(ObjectTarget target, string? part, ObjectEdit edit, JsonObject edited, KubeApiException conflict)
    {
        var newest = reader.Read(target, null, part);
        var (mine, now) = (edited["metadata"]!, newest["metadata"]);
        // Some other conflict, or another object of that name.
        if (now.Child("resourceVersion")?.ToString() == mine["resourceVersion"]?.ToString() || now.Child("uid")?.ToString() != mine["uid"]?.ToString())
        {
            throw conflict;
        }

        if (edit.Rebase(edited, newest) is { Count: > 0 } fields)
        {
            throw conflict.WithMessage(m => $"{m}. Both changed {string.Join(", ", fields)}.");
        }

        pipeline.Host.WriteVerbose($"{target} was modified in the meantime; applying the edit to its latest version.");
    }

    private void ReportUnchanged(ObjectTarget target, ObjectEdit edit) => pipeline.Host.WriteWarning($"{target} is unchanged: " + (edit.Text.Length == 0
        ? "the file is empty. To delete an object: Remove-KubeApiObject."
        : "the file was not edited. A graphical editor may need an option to wait, such as 'code --wait'."));

    private static string MessageOf(Exception e, ObjectTarget target) => ErrorRecords.TryMake(e, null, target.Session)!.ErrorDetails.Message;

    // The editor may have saved the file before the command was stopped. A stopped command can no longer write an error.
    private void WarnIfKept(ObjectEdit edit, EditFile file)
    {
        if (file.Read().Text is { } text)
        {
            edit.Save(text);
        }

        if (Keep(edit, file))
        {
            pipeline.Host.Host.UI.WriteWarningLine($"The edit was stopped. {WhereKept(file)}");
        }
    }

    // A file that could not be read is kept as it is.
    private static bool Keep(ObjectEdit edit, EditFile file)
    {
        if (edit.IsChanged && !file.IsKept)
        {
            // A merged edit is newer than the file.
            file.Write(edit.Text + "\n");
            file.IsKept = true;
        }

        return file.IsKept;
    }

    private static string WhereKept(EditFile file) => $"Your edit is kept in '{file.Path}'.";
}
