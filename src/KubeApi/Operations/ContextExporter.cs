using System.Text;
using System.Text.Json.Nodes;
using KubeApi.Binding;
using KubeApi.Client.Authentication;
using KubeApi.Client.Configuration;
using KubeApi.Client.Errors;
using KubeApi.Client.Json;
using KubeApi.Errors;
using KubeApi.Pipeline;
using KubeApi.Session;
using KubeApi.Yaml;

namespace KubeApi.Operations;

/// <summary>Writes the connection of a session, or of a service account, to a kubeconfig file.</summary>
internal sealed class ContextExporter(PipelineRun pipeline, SessionScope sessions)
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(30);

    /// <summary>Whether to add the context to an existing file.</summary>
    public bool Merge { get; init; }

    /// <summary>Writes the file.</summary>
    /// <param name="path">The file, in full.</param>
    /// <param name="session">The session.</param>
    /// <param name="account">The service account to connect as; null for the session's user.</param>
    /// <param name="duration">How long its token is valid; null for the server's default.</param>
    /// <param name="name">The name of the context; null for the session's name, after the name of the service account if there is one.</param>
    /// <param name="namespace">The namespace of the context.</param>
    /// <returns>Whether the file was written; false with -WhatIf.</returns>
    /// <exception cref="KubeApiException">The credential is unavailable, or the file cannot be merged.</exception>
    public bool Write(string path, KubeApiSession session, string? account, TimeSpan? duration, string? name, string @namespace)
    {
        name ??= account is null ? session.Name : $"{account}@{session.Name}";
        // Before a token is created, because it cannot be revoked.
        _ = Read(path);
        var who = account is null ? $"'{session.ActsAs ?? session.User ?? session.Name}'" : $"the service account '{account}' in namespace '{@namespace}'";
        if (!pipeline.ShouldProcess(path, $"Write the context '{name}' with the credential of {who} at {session.Server}"))
        {
            return false;
        }

        var settings = session.Settings!;
        if (account is not null)
        {
            var token = new ServiceAccountTokens(pipeline, sessions).Create(
                new ObjectTarget(session, ServiceAccountTokens.Type, @namespace, account), null, duration, []);
            settings = settings with { Credential = new TokenCredential(token), ClientCertificate = null, Impersonation = null };
        }

        var (user, expires) = pipeline.Wait(SettingsExport.ToUserAsync(settings, pipeline.ObserverOf(session), pipeline.Stopped));
        var config = KubeConfigDocument.Create(name, SettingsExport.ToCluster(settings), user, @namespace);
        Write(path, config);
        if (expires is { } end)
        {
            pipeline.Host.WriteWarning($"The token in '{path}' expires at {UtcTime.Show(end)}, and is not renewed.");
        }

        return true;
    }

    // The file is read under the lock, so that no context of a concurrent command is lost.
    private void Write(string path, JsonObject config)
    {
        try
        {
            using var _ = Merge ? pipeline.Wait(FileLock.TakeAsync(path, s_timeout, pipeline.Stopped)) : null;
            var existing = Read(path);
            if (existing is not null)
            {
                KubeConfigDocument.Merge(existing, config);
            }

            SecretFile.Write(path, Encoding.UTF8.GetBytes(YamlLoader.CreateWriter().ToYaml(JsonNodes.Write(existing ?? config)) + "\n"), existing is not null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw pipeline.Fail(ErrorRecords.FileNotWritten(path, e));
        }
    }

    // Null if the file does not exist.
    private JsonObject? Read(string path)
    {
        if (FaultOf(path) is { } fault)
        {
            throw pipeline.Fail(ErrorRecords.FileNotWritten(path, new IOException(fault)));
        }

        if (!Path.Exists(path))
        {
            return null;
        }

        if (!Merge)
        {
            throw pipeline.Fail(ErrorRecords.FileExists(path));
        }

        // The reader checks that it is a kubeconfig that can be used.
        _ = new KubeConfigReader(YamlLoader.CreateReader(), pipeline.HostEnvironment).Read([path]);
        var documents = YamlLoader.CreateReader().ToJson(TextFile.Read(path, "kubeconfig file"));
        return documents.Count <= 1
            ? (documents.Count == 0 ? null : JsonNodes.Parse(documents[0]) as JsonObject) ?? []
            : throw new KubeApiException(
                FailureKind.InvalidConfiguration, $"The kubeconfig file '{path}' has several documents. A context can be added only to a single document.");
    }

    private static string? FaultOf(string path)
    {
        try
        {
            return FileKind.OtherThanRegular(SecretFile.TargetOf(path)) is { } other ? $"It is {other}."
                : Path.GetDirectoryName(path) is { } folder && !Directory.Exists(folder) ? $"The folder '{folder}' does not exist."
                : null;
        }
        catch (IOException e)
        {
            // A cycle of links.
            return e.Message;
        }
    }
}
