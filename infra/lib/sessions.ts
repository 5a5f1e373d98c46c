import { SettingError } from './setting_error';

/**
 * The arithmetic between Lambda's concurrency and the database's sessions.
 *
 * An execution environment keeps its sessions between invocations, so what the database has to grant is a number of
 * environments, not of running queries.
 */
export interface SessionBudget {
    /** Invocations of one function that may run at once, 1 or more. Default: what the database grants, else 5. */
    readonly reservedConcurrency?: number;
    /** Sessions that the database grants to all these functions together. Default: not checked. */
    readonly databaseSessions?: number;
    /** Sessions that one execution environment holds. Default 1, what the thin function uses. */
    readonly sessionsPerEnvironment?: number;
}

export interface SessionPlan {
    readonly reservedConcurrency: number;
    /** The most sessions that all functions are expected to hold at once. */
    readonly sessions: number;
}

/** The sample's number. */
export const defaultReservedConcurrency = 5;

/**
 * While a new version rolls out, idle environments of the old one still hold their sessions: Lambda ends them without
 * a signal to log off, and the database learns of it later.
 */
export const rolloutFactor = 2;

/** Throws a SettingError that says which number to change when the database grants too few sessions. */
export function planSessions(functions: number, budget: SessionBudget): SessionPlan {
    const perSlot = functions * (budget.sessionsPerEnvironment ?? 1) * rolloutFactor;
    const granted = budget.databaseSessions;
    const reservedConcurrency =
        budget.reservedConcurrency ??
        (granted === undefined ? defaultReservedConcurrency : Math.floor(granted / perSlot));
    const sessions = reservedConcurrency * perSlot;
    if (granted !== undefined && (reservedConcurrency < 1 || sessions > granted)) {
        const needed = Math.max(reservedConcurrency, 1) * perSlot;
        throw new SettingError(
            `databaseSessions is ${granted}, but ${needed} are needed: ${functions} function(s) x ` +
                `${Math.max(reservedConcurrency, 1)} reserved x ${budget.sessionsPerEnvironment ?? 1} session(s) per ` +
                `environment x ${rolloutFactor} while a version rolls out. Raise databaseSessions (SESSIONS and ` +
                `PROCESSES of the database, SESSIONS_PER_USER of the user's profile), or lower reservedConcurrency`,
        );
    }
    return { reservedConcurrency, sessions };
}
