use std::sync::Arc;

use leptos::{either::Either, prelude::*};

use super::{App, Shown};
use crate::{
    components::{
        colophon::Colophon,
        frame::{Frame, FrameParts, SkipLink},
        masthead::{BlankMasthead, Masthead},
        page::{self, Page, PageMain},
        states::{Placeholder, SiteFailure},
    },
    messages::Messages,
};

/// Builds the application.
pub(super) fn app_view(app: App) -> impl IntoView {
    let shown = app.shown;
    let skip = move || {
        let Shown { address, context, .. } = shown.get();
        context.map(|context| {
            provide_context(context);
            view! { <SkipLink path=address/> }
        })
    };
    let masthead = move || {
        let Shown { route, page, context, .. } = shown.get();
        match context {
            Some(context) => {
                let content = page.masthead(&context, &route);
                provide_context(context);
                view! { <Masthead content/> }.into_any()
            }
            None => view! { <BlankMasthead is_front=page::is_front(&route)/> }.into_any(),
        }
    };
    let colophon = move || {
        shown.get().context.map(|context| {
            provide_context(context);
            view! { <Colophon/> }
        })
    };
    let main = move || {
        let shown = shown.get();
        // Pages alternate between two branches, so that each is built from scratch: rebuilt in place, an element that was
        // filled by hand, such as the body of an article, would keep its nodes.
        let is_even = shown.serial.is_multiple_of(2);
        let view = main_part(app, shown);
        if is_even { Either::Left(view) } else { Either::Right(view) }
    };
    let parts = FrameParts {
        skip: skip.into_any(),
        masthead: masthead.into_any(),
        main: main.into_any(),
        colophon: colophon.into_any(),
        announcement: app.announcement,
    };
    view! { <Frame parts/> }
}

fn main_part(app: App, shown: Shown) -> AnyView {
    let Shown { page, context, .. } = shown;
    match (context, page) {
        (Some(context), page) => {
            provide_context(context);
            let recovery = app.recovery();
            view! { <PageMain page recovery/> }.into_any()
        }
        (None, Page::Failed(error)) => {
            let messages = Messages::english();
            let (notice, label) = (messages.failure(&error).clone(), messages.states.retry);
            view! { <SiteFailure notice label retry=Callback::new(move |()| app.retry())/> }.into_any()
        }
        (None, page) => {
            let is_list = matches!(page, Page::Loading { is_list: true, .. });
            let messages = Arc::new(Messages::english());
            view! { <Placeholder messages is_list is_slow=app.is_slow/> }.into_any()
        }
    }
}
